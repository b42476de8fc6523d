#!/usr/bin/perl
# A caller lookup as a Perl user of Asterisk writes it: libasterisk-agi-perl, and LWP for the web service.
#   lookup.pl PORT
use strict;
use warnings;
use Asterisk::AGI;
use Encode qw(encode_utf8);
use LWP::UserAgent;

my $port = shift;
my $url  = "http://127.0.0.1:$port/base/ws/1C_MIKO_identify_number.1cws";

my $agi    = Asterisk::AGI->new;
my %call   = $agi->ReadParse();
my $number = $call{callerid};
$number =~ s/\D//g;

my $envelope = <<"XML";
<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
 <soap:Body>
  <m:identify xmlns:m="http://wiki.miko.ru/doc:1cajam:identifynumber"><m:Number>$number</m:Number></m:identify>
 </soap:Body>
</soap:Envelope>
XML

my $browser = LWP::UserAgent->new(timeout => 2);
my $answer  = $browser->post($url, 'Content-Type' => 'text/xml; charset=utf-8', Content => $envelope);
my ($status, $name) = ('failed', '');
if ($answer->is_success) {
    ($name) = $answer->decoded_content =~ m{<\w+:return[^>]*>([^<]*)</};
    $name   = encode_utf8($name // '');
    $status = length $name ? 'found' : 'unknown';
}
$agi->set_variable('CALLERID(name)', qq("$name")) if $status eq 'found';
$agi->set_variable('AGI1C_STATUS',   $status);
$agi->set_variable('AGI1C_NAME',     qq("$name"));
$agi->verbose("lookup: $status", 3);
