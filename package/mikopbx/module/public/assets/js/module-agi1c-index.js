/*
 * The settings page: fetches what is saved, saves, shows what the check and the lookup found and the last calls.
 * Plain ES5 with the system's own jQuery. Whatever came from elsewhere becomes text, never HTML.
 */
/* global $, Config, globalRootUrl, globalTranslate */
(function () {
    'use strict';

    var MODULE = 'ModuleAgi1c';
    var PAGE = 'module-agi1c/module-agi1c/';
    // A check goes through every step with 1C's own patience; the system's worker must wait for it.
    var PATIENCE = { 'X-Processor-Timeout': '60' };

    function word(key) {
        var text = typeof globalTranslate === 'undefined' ? undefined : globalTranslate['mod_agi1c_' + key];
        return text === undefined ? '' : text;
    }

    function element(id) {
        return $('#agi1c-' + id);
    }

    /* A question to the controller, as the web server's user. */
    function ask(action, data, done) {
        var root = typeof globalRootUrl === 'undefined' ? '/' : globalRootUrl;
        return send({ url: root + PAGE + action, method: data ? 'POST' : 'GET', data: data, dataType: 'json' }, done);
    }

    /* A question to the module's REST actions, as root. */
    function order(action, data, done) {
        var root = typeof Config === 'undefined' || !Config.pbxUrl ? '' : Config.pbxUrl;
        var url = root + '/pbxcore/api/modules/' + MODULE + '/' + action;
        return send({ url: url, method: 'POST', data: data, dataType: 'json', headers: PATIENCE }, function (response) {
            var answer = response && response.data ? response.data.answer : null;
            done(answer || null);
        });
    }

    function send(request, done) {
        return $.ajax(request).done(done).fail(function () {
            say('negative', word('NoAnswer'));
        });
    }

    function say(kind, text) {
        element('message').removeClass('info positive negative').addClass(kind).text(text).prop('hidden', text === '');
    }

    /* The form */

    function show(fields) {
        $.each(fields, function (name, value) {
            var input = element(name);
            if (input.is(':checkbox')) {
                input.prop('checked', value === '1');
            } else {
                if (input.is('select') && input.find('option').filter(function () { return this.value === value; }).length === 0) {
                    input.append($('<option>').val(value).text(value));
                }
                input.val(value);
            }
        });
        element('password').attr('placeholder', fields.password_kept === '1' ? word('Unchanged') : '');
        dependent();
    }

    /* Fields that mean nothing now cannot be filled in. */
    function dependent() {
        var auth = element('auth').val();
        element('user').prop('disabled', auth !== 'basic');
        element('password').prop('disabled', auth === 'none');
        $('[data-field=password] label').text(word(auth === 'token' ? 'token' : 'password'));
        $.each(['warm_from', 'warm_to', 'warm_days'], function (at, name) {
            element(name).prop('disabled', !element('warm').prop('checked'));
        });
    }

    function values() {
        var fields = {};
        element('form').find('[name]').each(function () {
            var input = $(this);
            fields[this.name] = input.is(':checkbox') ? (input.prop('checked') ? '1' : '0') : input.val();
        });
        return fields;
    }

    function complain(name, text) {
        $('#agi1c .agi1c-complaint').remove();
        $('#agi1c [data-field]').removeClass('error');
        if (name) {
            var field = $('#agi1c [data-field="' + name + '"]').addClass('error');
            field.append($('<div class="ui red pointing basic label agi1c-complaint" role="alert">').text(text));
            element(name).trigger('focus');
        }
    }

    function busy(on) {
        element('form').toggleClass('loading', on);
        element('save').toggleClass('disabled', on).prop('disabled', on);
    }

    function load() {
        busy(true);
        ask('get', null, function (response) {
            if (response && response.fields) {
                show(response.fields);
                busy(false);
            }
        });
    }

    function save() {
        say('info', '');
        complain(null);
        element('steps').prop('hidden', true);
        busy(true);
        ask('save', values(), function (response) {
            busy(false);
            if (response && response.success && response.fields) {
                show(response.fields);
                say('positive', word('Saved'));
                check();
            } else {
                complain(response && response.field ? response.field : 'url', response && response.error ? response.error : word('NotSaved'));
                say('negative', word('NotSaved'));
            }
        }).fail(function () {
            busy(false);
        });
    }

    /* The check */

    function check() {
        element('check').addClass('loading');
        order('check', {}, function (answer) {
            var rows = element('steps').find('tbody').empty();
            element('steps').prop('hidden', false);
            if (answer === null) {
                rows.append(row(['', word('Failed'), word('NoAnswer'), '']));
                return;
            }
            if (!answer.steps) {
                rows.append(row(['', word('Failed'), answer.sentence, '']).addClass('negative'));
                return;
            }
            $.each(answer.steps, function (at, step) {
                var line = row([word('step_' + step.name) || step.name, word('state_' + step.status), '', step.ms]);
                line.addClass({ ok: 'positive', wrong: 'negative' }[step.status] || 'disabled');
                tell(line.find('td').eq(2), step.reason, step.status === 'ok' && word('good_' + step.name) || step.sentence, step.advice);
                rows.append(line);
            });
        }).always(function () {
            element('check').removeClass('loading');
        });
    }

    function row(cells) {
        var line = $('<tr>');
        $.each(cells, function (at, cell) {
            line.append($('<td>').text(cell === null || cell === undefined ? '' : cell));
        });
        return line;
    }

    /* The lookup */

    function lookup() {
        var button = element('lookup').addClass('loading');
        order('lookup', { number: element('number').val() }, function (answer) {
            var box = element('answer').empty().prop('hidden', false).removeClass('positive negative');
            if (answer === null) {
                box.addClass('negative').text(word('NoAnswer'));
                return;
            }
            box.addClass(answer.status === 'found' ? 'positive' : (answer.status === 'failed' ? 'negative' : ''));
            box.append($('<div class="header">').text(answer.name || word('status_' + answer.status)));
            tell($('<p>').appendTo(box), answer.reason, answer.sentence || (answer.full_name === answer.name ? '' : answer.full_name), '');
            $.each(answer.commands || [], function (at, command) {
                var said = [word('allow_' + command.command), command.value, command.why].join(' ');
                box.append($('<div>').text(word(command.allowed ? 'Done' : 'Refused') + ' ' + said));
            });
            $.each(answer.warnings || [], function (at, warning) {
                box.append($('<div>').append($('<small>').text(warning)));
            });
        }).always(function () {
            button.removeClass('loading');
        });
    }

    /* The last calls */

    function calls() {
        order('log', {}, function (answer) {
            var rows = element('calls').find('tbody').empty();
            if (answer === null) {
                return;
            }
            $.each(answer.calls, function (at, call) {
                rows.append(row([local(call.time), call.digits, word('status_' + call.status) || call.status, '', call.ms]));
                tell(rows.find('tr').last().find('td').eq(3), call.reason, '', '');
            });
            if (answer.calls.length === 0) {
                rows.append($('<tr>').append($('<td colspan="5">').text(word('NoCalls'))));
            }
            asking(answer.asking);
        });
    }

    /* A reason in words and what to do about it; behind it agi1c's own words, where it has said more. */
    function tell(place, reason, sentence, advice) {
        var known = reason ? word('reason_' + reason) : '';
        place.text(known || sentence || reason || '');
        $.each([word('advice_' + reason) || advice, known ? sentence : ''], function (at, more) {
            if (more) {
                place.append($('<div>').append($('<small>').text(more)));
            }
        });
    }

    function asking(found) {
        var box = element('asking').empty().prop('hidden', found.length === 0);
        if (found.length > 0) {
            box.append($('<div class="header">').text(word('StillAsking')));
            $.each(found, function (at, one) {
                box.append($('<pre>').text('[' + one.context + ']\n' + one.line));
            });
        }
    }

    /* agi1c notes the time in UTC. */
    function local(time) {
        var date = new Date(time);
        return isNaN(date.getTime()) ? time : date.toLocaleString();
    }

    $(document).ready(function () {
        element('form').on('submit', function (event) {
            event.preventDefault();
            if (!element('save').prop('disabled')) {
                save();
            }
        });
        element('who').on('submit', function (event) {
            event.preventDefault();
            lookup();
        });
        element('check').on('click', check);
        element('refresh').on('click', calls);
        element('auth').on('change', dependent);
        element('warm').on('change', dependent);
        load();
        calls();
    });
}());
