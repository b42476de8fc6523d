<?php
// 1C's `identify` as PHP's SoapServer serves it: prefix ns1:, SOAP 1.1 and 1.2 in kind, nil for null.
// The router of `php -S`: knows the numbers of clients.json; 78129999999 is a fault.

class Identify
{
    public function identify($request)
    {
        if ($request->Number === '78129999999') {
            throw new SoapFault('Server', '{WebСервис.Имя.Модуль(25)}: Поле объекта не обнаружено');
        }
        $clients = json_decode(file_get_contents(__DIR__ . '/clients.json'), true);
        return ['return' => $clients[$request->Number] ?? null];
    }
}

$server = new SoapServer(__DIR__ . '/identify.wsdl', ['cache_wsdl' => WSDL_CACHE_NONE]);
$server->setClass('Identify');
$server->handle();
