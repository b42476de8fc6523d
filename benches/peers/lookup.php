<?php
// A caller lookup as PHP was written on appliances in 2013: an AGI class and a raw socket, read until the server
// closes it or the read limit is over. Beside a server that keeps the connection, that is always the limit: 1 s.
//   php -q lookup.php PORT
require dirname(__FILE__) . '/agi.php';
error_reporting(0);

define('HOST', '127.0.0.1');
define('PATH', '/base/ws/1C_MIKO_identify_number.1cws');
$port = (int) $argv[1];

function ask($port, $number)
{
    $socket = fsockopen(HOST, $port, $code, $text, 1.5);
    if (!$socket) {
        return '';
    }
    stream_set_timeout($socket, 1);
    $body = '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        . '<m:identify xmlns:m="http://wiki.miko.ru/doc:1cajam:identifynumber"><m:Number>' . $number
        . '</m:Number></m:identify></soap:Body></soap:Envelope>';
    fwrite($socket, 'POST ' . PATH . " HTTP/1.1\r\nHost: " . HOST . ":$port\r\n"
        . "Content-Type: text/xml; charset=utf-8\r\nContent-Length: " . strlen($body) . "\r\n\r\n" . $body);
    $answer = '';
    while (!feof($socket)) {
        $answer .= fgets($socket, 1024);
        $state = stream_get_meta_data($socket);
        if ($state['timed_out']) {
            break;
        }
    }
    fclose($socket);
    return preg_match('/<m:return[^>]*>([^<]*)</', $answer, $parts) ? $parts[1] : '';
}

$agi = new Agi();
$name = ask($port, $agi->request['agi_callerid']);
if ($name != '') {
    $agi->set_variable('CALLERID(name)', $name);
}
$agi->set_variable('AGI1C_STATUS', $name != '' ? 'found' : 'failed');
$agi->set_variable('AGI1C_NAME', $name);
$agi->verbose('lookup: done', 3);
