// What this does: on its first call it unpacks the program below into RAM, with the settings at its end, and
// puts a line of shell that starts it in the place of this text; from then on no PHP runs in a call.
// What is in the program, and on what terms: THIRD-PARTY.txt of the same release.
// Only what PHP 4.4 has is used. Nothing but AGI may reach stdout.
error_reporting(0);
ini_set('display_errors', '0');
umask(077);

$agi1c_self = realpath(__FILE__);
$agi1c_sum  = md5_file($agi1c_self);
$agi1c_tail = "[crm]\nurl = " . agi1c_quoted(trim($url))
    . "\nuser = " . agi1c_quoted($user_1c) . "\npassword = " . agi1c_quoted($pass_1c)
    . "\n" . trim(str_replace("\r", '', $settings)) . "\n";
// Short, for a first line of a file is 127 bytes at most; of this application only, for there may be another one.
$agi1c_base = 'agi1c-' . substr(md5(basename($agi1c_self)), 0, 8) . '-';
$agi1c_name = $agi1c_base . substr(md5('{{MD5}}' . $agi1c_tail), 0, 12);
if (strlen($agi1c_tail) > 4096) {
    agi1c_say('the settings are longer than 4096 bytes: leave out comments');
}
$agi1c_tail .= "\n;agi1c-settings " . sprintf('%08x', strlen($agi1c_tail));

$agi1c_machine = php_uname('m');
if (!in_array($agi1c_machine, explode(' ', '{{MACHINES}}'))) {
    agi1c_say("this text is for {{EDITION}}, but the machine is $agi1c_machine: paste the text made for it");
}

// Beside this file first: nobody else's files are there, and what may be run from there is run from there.
$agi1c_user = fileowner('/proc/self');
$agi1c_last = '';
foreach (array(dirname($agi1c_self), "/tmp/agi1c-$agi1c_user", "/ultmp/agi1c-$agi1c_user") as $agi1c_dir) {
    $agi1c_program = "$agi1c_dir/$agi1c_name";
    if ($agi1c_dir != dirname($agi1c_self) && !agi1c_own_folder($agi1c_dir, $agi1c_user)) {
        continue;
    }
    if (!is_file($agi1c_program)) {
        $agi1c_last = agi1c_unpack($agi1c_program, $agi1c_tail);
    }
    clearstatcache();
    if (is_file($agi1c_program) && agi1c_put_link($agi1c_program)) {
        agi1c_take_place($agi1c_self, $agi1c_sum, dirname($agi1c_self) . "/$agi1c_base", "$agi1c_program.sh");
        agi1c_tidy($agi1c_dir, $agi1c_base, $agi1c_name);
        agi1c_run("$agi1c_program.sh", $_SERVER['argv']);
        $agi1c_last = 'could not be started by /bin/sh';
        break;
    }
}
agi1c_say($agi1c_last);

// A value as agi1c.conf has it: in double quotes, on one line.
function agi1c_quoted($value) {
    $value = str_replace(array("\r", "\n"), '', $value);
    return '"' . str_replace('"', '\\"', str_replace('\\', '\\\\', $value)) . '"';
}

// A word as /bin/sh has it. (escapeshellarg() of later versions drops letters it does not know.)
function agi1c_word($word) {
    return "'" . str_replace("'", "'\\''", $word) . "'";
}

// A folder in a place open to all counts only if it is ours and closed to others.
function agi1c_own_folder($dir, $user) {
    mkdir($dir, 0700);
    clearstatcache();
    return is_dir($dir) && !is_link($dir) && fileowner($dir) === $user && (fileperms($dir) & 077) == 0;
}

// Writes the program under a name of this process's own, tries it, and only then gives it its name: two first
// calls at once, a full disk, a caller who hangs up leave nothing half done behind. Returns what went wrong.
function agi1c_unpack($program, $tail) {
    $dir = dirname($program);
    if (!is_writable($dir)) {
        return "cannot write into $dir";
    }
    $new = $program . '.' . getmypid() . '.tmp';
    // The cat keeps the pipe open where gunzip gives up: a broken one would end PHP.
    $line = 'PATH="$PATH:/bin:/usr/bin"; (gunzip -c >' . agi1c_word($new) . ' || cat >/dev/null) 2>/dev/null';
    $pipe = popen($line, 'w');
    if (!$pipe) {
        return 'could not start /bin/sh';
    }
    agi1c_data($pipe);
    pclose($pipe);
    $wrong = '';
    clearstatcache();
    if (md5_file($new) != '{{MD5}}') {
        $wrong = "could not be unpacked into $dir: {{SIZE}} bytes must be free there, gunzip must be there, "
            . 'and nothing of the pasted text may be missing';
    } else {
        $fd = fopen($new, 'a');
        $written = $fd ? fwrite($fd, $tail) : 0;
        $fd && fclose($fd);
        clearstatcache();
        chmod($new, 0700);
        if ($written != strlen($tail) || filesize($new) != {{SIZE}} + strlen($tail)) {
            $wrong = "no room left in $dir";
        } else {
            $pipe = popen('AST_AGI_DIR= ' . agi1c_word($new) . ' version 2>/dev/null </dev/null', 'r');
            $said = $pipe ? fgets($pipe, 100) : '';
            $pipe && pclose($pipe);
            if (strpos($said, 'agi1c ') !== 0) {
                $wrong = "is for {{EDITION}} and does not run in $dir on this machine (" . php_uname('m') . ')';
            } elseif (!rename($new, $program)) {
                $wrong = "cannot write into $dir";
            }
        }
    }
    if ($wrong != '') {
        unlink($new);
    }
    return $wrong;
}

// Writes a whole file under another name first, then gives it its name. Returns whether it is there.
function agi1c_write($file, $new, $text, $mode) {
    $fd = fopen($new, 'w');
    if (!$fd) {
        return false;
    }
    $written = fwrite($fd, $text);
    fclose($fd);
    chmod($new, $mode);
    clearstatcache();
    if ($written == strlen($text) && filesize($new) == $written && rename($new, $file)) {
        return true;
    }
    unlink($new);
    return false;
}

// The script that starts the program. Its first argument is the application's file.
function agi1c_put_link($program) {
    $word = agi1c_word($program);
    $text = "shift\n[ -x $word ] && exec $word \"\$@\"\n"
        . "echo 'VERBOSE \"agi1c: its program is gone: apply the dialplan anew\" 1'\n";
    clearstatcache();
    return is_file("$program.sh") || agi1c_write("$program.sh", "$program.sh." . getmypid() . '.tmp', $text, 0700);
}

// Puts a line of shell in this file's place, unless the dialplan has been applied anew meanwhile. By rename: who is
// reading the old file is not disturbed. Below the line there is PHP that does the same: a call may have started PHP
// on the old file just before, and PHP then opens the new one; everything outside of PHP's marks would be sent to
// Asterisk.
function agi1c_take_place($self, $sum, $base, $link) {
    $line = "#!/bin/sh $link";
    if (strlen($line) > 126 || strpos($link, ' ') || md5_file($self) != $sum) {
        return;
    }
    $text = $line . "\n<?php\n"
        . "error_reporting(0);\n"
        . "\$line = 'exec /bin/sh';\n"
        . 'foreach (array_merge(array(' . var_export($link, true) . "), \$_SERVER['argv']) as \$word) {\n"
        . "    \$line .= \" '\" . str_replace(\"'\", \"'\\\\''\", \$word) . \"'\";\n"
        . "}\n"
        . "\$pipes = array();\n"
        . "proc_close(proc_open(\$line, array(), \$pipes));\n";
    agi1c_write($self, $base . 'place.' . getmypid() . '.tmp', $text, 0755);
}

// Removes what earlier settings and versions have left; a program that still runs keeps its file until it ends.
function agi1c_tidy($dir, $base, $name) {
    $folder = opendir($dir);
    if (!$folder) {
        return;
    }
    while (($file = readdir($folder)) !== false) {
        if (strpos($file, $base) !== 0 || $file == $name || $file == "$name.sh") {
            continue;
        }
        $parts = explode('.', $file);
        if (array_pop($parts) == 'tmp' && is_dir('/proc/' . array_pop($parts))) {
            continue;
        }
        unlink("$dir/$file");
    }
    closedir($folder);
}

// Hands the call over, stdin and arguments untouched; comes back only where there is no shell.
function agi1c_run($link, $arguments) {
    $line = 'exec /bin/sh ' . agi1c_word($link);
    for ($i = 0; $i < count($arguments); $i++) {
        $line .= ' ' . agi1c_word($arguments[$i]);
    }
    $pipes = array();
    $process = proc_open($line, array(), $pipes);
    if (is_resource($process)) {
        proc_close($process);
        exit(0);
    }
}

// Tells Asterisk's log why there is no name, and leaves the call alone.
function agi1c_say($what) {
    $in = fopen('php://stdin', 'r');
    for ($i = 0; $i < 200; $i++) {
        if (trim(fgets($in, 4096)) == '') {
            break;
        }
    }
    $commands = array(
        'SET VARIABLE AGI1C_STATUS "failed"',
        'SET VARIABLE AGI1C_REASON "pbx"',
        'VERBOSE "agi1c: ' . str_replace(array('"', '\\'), "'", $what) . '" 1',
    );
    foreach ($commands as $command) {
        echo $command . "\n";
        flush();
        fgets($in, 4096);
    }
    exit(0);
}

// The program, compressed: {{PACKED}} bytes.
function agi1c_data($pipe) {
