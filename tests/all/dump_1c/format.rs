//! The table of the dump's format, 2.10: which properties each kind has and in which order, what it may contain, which
//! values there are. Only of what the extension uses.

/// The order of kinds in Configuration.xml; a dump in another order is not taken.
pub const KINDS: &[&str] = &[
    "Language",
    "Subsystem",
    "Role",
    "CommonModule",
    "WebService",
    "HTTPService",
    "EventSubscription",
    "ScheduledJob",
    "CommonCommand",
    "Constant",
    "InformationRegister",
];

/// What stands in `InternalInfo`: `-` = no such element, `empty`, or the categories of the generated types. An own
/// common command has none: an empty one is refused.
pub const INTERNAL: &[(&str, &str)] = &[
    ("Configuration", "contained"),
    ("Language", "empty"),
    ("Constant", "Manager ValueManager ValueKey"),
    ("InformationRegister", "Record Manager Selection List RecordSet RecordKey RecordManager"),
];

/// The seven classes a configuration consists of.
pub const CONTAINED: &[&str] = &[
    "9cd510cd-abfc-11d4-9434-004095e12fc7",
    "9fcd25a0-4822-11d4-9414-008048da11f9",
    "e3687481-0a87-462c-a166-9f34594f9bba",
    "9de14907-ec23-4a07-96f0-85521cb6b53b",
    "51f2d5d8-ea4d-4064-8892-82951750031e",
    "e68182ea-4237-4383-967f-90c1e3370bc7",
    "fb282519-d103-4dd3-bc12-cb271d631dfc",
];

/// The properties of each kind, in their order.
pub const PROPERTIES: &[(&str, &str)] = &[
    (
        "Configuration",
        "ObjectBelonging Name Synonym Comment ConfigurationExtensionPurpose \
        KeepMappingToExtendedConfigurationObjectsByIDs NamePrefix ConfigurationExtensionCompatibilityMode UsePurposes \
        ScriptVariant DefaultRoles Vendor Version DefaultLanguage BriefInformation DetailedInformation Copyright \
        VendorInformationAddress ConfigurationInformationAddress InterfaceCompatibilityMode",
    ),
    ("Language", "ObjectBelonging Name Comment LanguageCode"),
    (
        "Subsystem",
        "Name Synonym Comment IncludeHelpInContents IncludeInCommandInterface Explanation Picture Content",
    ),
    ("Role", "Name Synonym Comment"),
    (
        "CommonModule",
        "Name Synonym Comment Global ClientManagedApplication Server ExternalConnection \
        ClientOrdinaryApplication ServerCall Privileged ReturnValuesReuse",
    ),
    (
        "WebService",
        "Name Synonym Comment Namespace XDTOPackages DescriptorFileName ReuseSessions SessionMaxAge",
    ),
    (
        "Operation",
        "Name Synonym Comment XDTOReturningValueType Nillable Transactioned ProcedureName \
        DataLockControlMode",
    ),
    ("Parameter", "Name Synonym Comment XDTOValueType Nillable TransferDirection"),
    ("HTTPService", "Name Synonym Comment RootURL ReuseSessions SessionMaxAge"),
    ("URLTemplate", "Name Synonym Comment Template"),
    ("Method", "Name Synonym Comment HTTPMethod Handler"),
    ("EventSubscription", "Name Synonym Comment Source Event Handler"),
    (
        "ScheduledJob",
        "Name Synonym Comment MethodName Description Key Use Predefined RestartCountOnFailure \
        RestartIntervalOnFailure",
    ),
    (
        "CommonCommand",
        "Name Synonym Comment Group Representation ToolTip Picture Shortcut IncludeHelpInContents \
        CommandParameterType ParameterUseMode ModifiesData OnMainServerUnavalableBehavior",
    ),
    (
        "Constant",
        "Name Synonym Comment Type UseStandardCommands DefaultForm ExtendedPresentation Explanation \
        PasswordMode Format EditFormat ToolTip MarkNegatives Mask MultiLine ExtendedEdit MinValue MaxValue FillChecking \
        ChoiceFoldersAndItems ChoiceParameterLinks ChoiceParameters QuickChoice ChoiceForm LinkByType \
        ChoiceHistoryOnInput DataLockControlMode DataHistory UpdateDataHistoryImmediatelyAfterWrite \
        ExecuteAfterWriteDataHistoryVersionProcessing",
    ),
    (
        "InformationRegister",
        "Name Synonym Comment UseStandardCommands EditType DefaultRecordForm DefaultListForm \
        AuxiliaryRecordForm AuxiliaryListForm InformationRegisterPeriodicity WriteMode MainFilterOnPeriod \
        IncludeHelpInContents DataLockControlMode FullTextSearch EnableTotalsSliceFirst EnableTotalsSliceLast \
        RecordPresentation ExtendedRecordPresentation ListPresentation ExtendedListPresentation Explanation DataHistory \
        UpdateDataHistoryImmediatelyAfterWrite ExecuteAfterWriteDataHistoryVersionProcessing",
    ),
    ("Resource", FIELD_OF_RESOURCE),
    ("Dimension", FIELD_OF_DIMENSION),
];

pub const FIELD_OF_RESOURCE: &str = "Name Synonym Comment Type PasswordMode Format EditFormat ToolTip MarkNegatives Mask \
    MultiLine ExtendedEdit MinValue MaxValue FillFromFillingValue FillValue FillChecking ChoiceFoldersAndItems \
    ChoiceParameterLinks ChoiceParameters QuickChoice CreateOnInput ChoiceForm LinkByType ChoiceHistoryOnInput \
    Indexing FullTextSearch DataHistory";
pub const FIELD_OF_DIMENSION: &str = "Name Synonym Comment Type PasswordMode Format EditFormat ToolTip MarkNegatives Mask \
    MultiLine ExtendedEdit MinValue MaxValue FillFromFillingValue FillValue FillChecking ChoiceFoldersAndItems \
    ChoiceParameterLinks ChoiceParameters QuickChoice CreateOnInput ChoiceForm LinkByType ChoiceHistoryOnInput \
    Master MainFilter DenyIncompleteValues Indexing FullTextSearch DataHistory";

/// What a kind may contain, in its order; a kind that is not here has no `ChildObjects`.
pub const CHILDREN: &[(&str, &[&str])] = &[
    ("Configuration", KINDS),
    ("Subsystem", &[]),
    ("WebService", &["Operation"]),
    ("Operation", &["Parameter"]),
    ("HTTPService", &["URLTemplate"]),
    ("URLTemplate", &["Method"]),
    ("InformationRegister", &["Resource", "Dimension"]),
];

/// Values that are one of a list. `bool` is true or false.
pub const VALUES: &[(&str, &str)] = &[
    ("ObjectBelonging", "Adopted"),
    ("ConfigurationExtensionPurpose", "AddOn"),
    ("ConfigurationExtensionCompatibilityMode", "Version8_3_17"),
    ("ScriptVariant", "Russian"),
    ("InterfaceCompatibilityMode", "TaxiEnableVersion8_2"),
    ("ReturnValuesReuse", "DontUse DuringRequest DuringSession"),
    ("ReuseSessions", "DontUse Use AutoUse"),
    ("TransferDirection", "In Out InOut"),
    ("XDTOReturningValueType", "xs:string"),
    ("XDTOValueType", "xs:string"),
    ("HTTPMethod", "GET POST"),
    ("Event", "OnWrite BeforeWrite BeforeDelete"),
    ("Group", "ActionsPanelTools"),
    ("Representation", "Auto"),
    ("ParameterUseMode", "Single Multiple"),
    ("OnMainServerUnavalableBehavior", "Auto"),
    ("DataLockControlMode", "Managed"),
    ("EditType", "InDialog InList BothWays"),
    ("InformationRegisterPeriodicity", "Nonperiodical"),
    ("WriteMode", "Independent"),
    ("FullTextSearch", "Use DontUse"),
    ("DataHistory", "Use DontUse"),
    ("Indexing", "DontIndex Index IndexWithAdditionalOrder"),
    ("FillChecking", "DontCheck ShowError"),
    ("ChoiceFoldersAndItems", "Items"),
    ("QuickChoice", "Auto"),
    ("CreateOnInput", "Auto"),
    ("ChoiceHistoryOnInput", "Auto"),
    ("Type", "xs:string xs:decimal xs:boolean xs:dateTime"),
    ("AllowedLength", "Variable Fixed"),
    ("AllowedSign", "Any Nonnegative"),
    ("DateFractions", "Date Time DateTime"),
    ("TypeSet", "cfg:CatalogObject"),
];
pub const BOOLEANS: &str = "KeepMappingToExtendedConfigurationObjectsByIDs IncludeHelpInContents IncludeInCommandInterface \
    Global ClientManagedApplication Server ExternalConnection ClientOrdinaryApplication ServerCall Privileged Nillable \
    Transactioned Use Predefined ModifiesData UseStandardCommands PasswordMode MarkNegatives MultiLine ExtendedEdit \
    MainFilterOnPeriod EnableTotalsSliceFirst EnableTotalsSliceLast FillFromFillingValue Master MainFilter \
    DenyIncompleteValues UpdateDataHistoryImmediatelyAfterWrite ExecuteAfterWriteDataHistoryVersionProcessing";
