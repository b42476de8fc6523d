use super::*;

#[test]
fn every_name_that_a_client_looks_for() {
    let document = document("MIKO_identify", "ns", "http://h/base/ws/x.1cws");
    for part in [
        "<xs:element name=\"identify\">",
        "<xs:element name=\"Number\"\r\n",
        "<xs:element name=\"identifyResponse\">",
        "<message name=\"identifyRequestMessage\">",
        "<message name=\"contactsResponseMessage\">",
        "<portType name=\"MIKO_identifyPortType\">",
        "<binding name=\"MIKO_identifySoapBinding\"",
        "<binding name=\"MIKO_identifySoap12Binding\"",
        "soapAction=\"ns#MIKO_identify:identify\"",
        "<soap12bind:address location=\"http://h/base/ws/x.1cws\"/>",
    ] {
        assert!(document.contains(part), "{part}\n{document}");
    }
}
