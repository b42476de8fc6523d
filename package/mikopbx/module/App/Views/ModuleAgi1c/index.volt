{#
  The settings page. It holds no value: module-agi1c-index.js fetches what is saved, so that nothing saved is ever part
  of HTML. A field's own complaint appears inside its data-field.
#}
<div id="agi1c">
    <div class="ui info message" id="agi1c-message" hidden></div>

    <form class="ui form segment loading" id="agi1c-form" autocomplete="off">
        <h3 class="ui dividing header">{{ t._('mod_agi1c_Head_1c') }}</h3>
        <div class="field" data-field="url">
            <label for="agi1c-url">{{ t._('mod_agi1c_url') }}</label>
            <input type="text" id="agi1c-url" name="url" placeholder="http://192.168.0.10/base/ws/1C_MIKO_identify_number.1cws">
            <div><small>{{ t._('mod_agi1c_url_hint') }}</small></div>
        </div>
        <div class="two fields">
            <div class="field" data-field="protocol">
                <label for="agi1c-protocol">{{ t._('mod_agi1c_protocol') }}</label>
                <select id="agi1c-protocol" name="protocol">
                    <option value="soap">{{ t._('mod_agi1c_protocol_soap') }}</option>
                    <option value="json">{{ t._('mod_agi1c_protocol_json') }}</option>
                    <option value="text">{{ t._('mod_agi1c_protocol_text') }}</option>
                </select>
                <div><small>{{ t._('mod_agi1c_protocol_hint') }}</small></div>
            </div>
            <div class="field" data-field="tls">
                <label for="agi1c-tls">{{ t._('mod_agi1c_tls') }}</label>
                <input type="text" id="agi1c-tls" name="tls">
                <div><small>{{ t._('mod_agi1c_tls_hint') }}</small></div>
            </div>
        </div>
        <div class="three fields">
            <div class="field" data-field="auth">
                <label for="agi1c-auth">{{ t._('mod_agi1c_auth') }}</label>
                <select id="agi1c-auth" name="auth">
                    <option value="basic">{{ t._('mod_agi1c_auth_basic') }}</option>
                    <option value="token">{{ t._('mod_agi1c_auth_token') }}</option>
                    <option value="none">{{ t._('mod_agi1c_auth_none') }}</option>
                </select>
            </div>
            <div class="field" data-field="user">
                <label for="agi1c-user">{{ t._('mod_agi1c_user') }}</label>
                <input type="text" id="agi1c-user" name="user" autocomplete="off">
            </div>
            <div class="field" data-field="password">
                <label for="agi1c-password">{{ t._('mod_agi1c_password') }}</label>
                <input type="password" id="agi1c-password" name="password" autocomplete="new-password">
            </div>
        </div>
        <p><small>{{ t._('mod_agi1c_PasswordReadable') }}</small></p>
        <h3 class="ui dividing header">{{ t._('mod_agi1c_Head_name') }}</h3>
        <div class="three fields">
            <div class="field" data-field="charset">
                <label for="agi1c-charset">{{ t._('mod_agi1c_charset') }}</label>
                <select id="agi1c-charset" name="charset">
                    <option value="auto">{{ t._('mod_agi1c_charset_auto') }}</option>
                    <option value="utf8">{{ t._('mod_agi1c_charset_utf8') }}</option>
                    <option value="latin">{{ t._('mod_agi1c_charset_latin') }}</option>
                </select>
            </div>
            <div class="field" data-field="deadline">
                <label for="agi1c-deadline">{{ t._('mod_agi1c_deadline') }}</label>
                <input type="text" id="agi1c-deadline" name="deadline">
                <div><small>{{ t._('mod_agi1c_deadline_hint') }}</small></div>
            </div>
            <div class="field" data-field="stale">
                <label for="agi1c-stale">{{ t._('mod_agi1c_stale') }}</label>
                <input type="text" id="agi1c-stale" name="stale">
                <div><small>{{ t._('mod_agi1c_stale_hint') }}</small></div>
            </div>
        </div>
        <div class="field" data-field="keep">
            <div class="ui toggle checkbox">
                <input type="checkbox" id="agi1c-keep" name="keep" value="1">
                <label for="agi1c-keep">{{ t._('mod_agi1c_keep') }}</label>
            </div>
            <div><small>{{ t._('mod_agi1c_keep_hint') }}</small></div>
        </div>
        <h3 class="ui dividing header">{{ t._('mod_agi1c_Head_commands') }}</h3>
        <div class="inline fields" id="agi1c-allow">
            <div class="field" data-field="allow_name">
                <div class="ui checkbox">
                    <input type="checkbox" id="agi1c-allow_name" name="allow_name" value="1">
                    <label for="agi1c-allow_name">{{ t._('mod_agi1c_allow_name') }}</label>
                </div>
            </div>
            <div class="field" data-field="allow_dial">
                <div class="ui checkbox">
                    <input type="checkbox" id="agi1c-allow_dial" name="allow_dial" value="1">
                    <label for="agi1c-allow_dial">{{ t._('mod_agi1c_allow_dial') }}</label>
                </div>
            </div>
            <div class="field" data-field="allow_goto">
                <div class="ui checkbox">
                    <input type="checkbox" id="agi1c-allow_goto" name="allow_goto" value="1">
                    <label for="agi1c-allow_goto">{{ t._('mod_agi1c_allow_goto') }}</label>
                </div>
            </div>
            <div class="field" data-field="allow_play">
                <div class="ui checkbox">
                    <input type="checkbox" id="agi1c-allow_play" name="allow_play" value="1">
                    <label for="agi1c-allow_play">{{ t._('mod_agi1c_allow_play') }}</label>
                </div>
            </div>
            <div class="field" data-field="allow_set">
                <div class="ui checkbox">
                    <input type="checkbox" id="agi1c-allow_set" name="allow_set" value="1">
                    <label for="agi1c-allow_set">{{ t._('mod_agi1c_allow_set') }}</label>
                </div>
            </div>
            <div class="field" data-field="allow_reject">
                <div class="ui checkbox">
                    <input type="checkbox" id="agi1c-allow_reject" name="allow_reject" value="1">
                    <label for="agi1c-allow_reject">{{ t._('mod_agi1c_allow_reject') }}</label>
                </div>
            </div>
        </div>
        <div class="two fields">
            <div class="field" data-field="numbers">
                <label for="agi1c-numbers">{{ t._('mod_agi1c_numbers') }}</label>
                <input type="text" id="agi1c-numbers" name="numbers">
                <div><small>{{ t._('mod_agi1c_numbers_hint') }}</small></div>
            </div>
            <div class="field" data-field="targets">
                <label for="agi1c-targets">{{ t._('mod_agi1c_targets') }}</label>
                <input type="text" id="agi1c-targets" name="targets">
                <div><small>{{ t._('mod_agi1c_targets_hint') }}</small></div>
            </div>
        </div>
        <h3 class="ui dividing header">{{ t._('mod_agi1c_Head_office') }}</h3>
        <div class="grouped fields">
            <div class="field" data-field="own">
                <div class="ui toggle checkbox">
                    <input type="checkbox" id="agi1c-own" name="own" value="1">
                    <label for="agi1c-own">{{ t._('mod_agi1c_own') }}</label>
                </div>
                <div><small>{{ t._('mod_agi1c_own_hint') }}</small></div>
            </div>
            <div class="field" data-field="phonebook">
                <div class="ui toggle checkbox">
                    <input type="checkbox" id="agi1c-phonebook" name="phonebook" value="1">
                    <label for="agi1c-phonebook">{{ t._('mod_agi1c_phonebook') }}</label>
                </div>
                <div><small>{{ t._('mod_agi1c_phonebook_hint') }}</small></div>
            </div>
            <div class="field" data-field="outgoing">
                <div class="ui toggle checkbox">
                    <input type="checkbox" id="agi1c-outgoing" name="outgoing" value="1">
                    <label for="agi1c-outgoing">{{ t._('mod_agi1c_outgoing') }}</label>
                </div>
                <div><small>{{ t._('mod_agi1c_outgoing_hint') }}</small></div>
            </div>
            <div class="field" data-field="warm">
                <div class="ui toggle checkbox">
                    <input type="checkbox" id="agi1c-warm" name="warm" value="1">
                    <label for="agi1c-warm">{{ t._('mod_agi1c_warm') }}</label>
                </div>
                <div><small>{{ t._('mod_agi1c_warm_hint') }}</small></div>
            </div>
        </div>
        <div class="three fields">
            <div class="field" data-field="warm_from">
                <label for="agi1c-warm_from">{{ t._('mod_agi1c_warm_from') }}</label>
                <input type="number" id="agi1c-warm_from" name="warm_from" min="0" max="23">
            </div>
            <div class="field" data-field="warm_to">
                <label for="agi1c-warm_to">{{ t._('mod_agi1c_warm_to') }}</label>
                <input type="number" id="agi1c-warm_to" name="warm_to" min="1" max="24">
            </div>
            <div class="field" data-field="warm_days">
                <label for="agi1c-warm_days">{{ t._('mod_agi1c_warm_days') }}</label>
                <select id="agi1c-warm_days" name="warm_days">
                    <option value="1-5">{{ t._('mod_agi1c_warm_days_week') }}</option>
                    <option value="1-6">{{ t._('mod_agi1c_warm_days_six') }}</option>
                    <option value="*">{{ t._('mod_agi1c_warm_days_all') }}</option>
                </select>
            </div>
        </div>
        <h3 class="ui dividing header">{{ t._('mod_agi1c_Head_more') }}</h3>
        <div class="field" data-field="more">
            <label for="agi1c-more">{{ t._('mod_agi1c_more') }}</label>
            <textarea id="agi1c-more" name="more" rows="6" spellcheck="false"></textarea>
            <div><small>{{ t._('mod_agi1c_more_hint') }}</small></div>
        </div>
        <button type="submit" class="ui primary disabled button" id="agi1c-save">{{ t._('mod_agi1c_Save') }}</button>
        <button type="button" class="ui button" id="agi1c-check">{{ t._('mod_agi1c_Check') }}</button>
    </form>

    <table class="ui compact table" id="agi1c-steps" hidden>
        <thead>
            <tr>
                <th>{{ t._('mod_agi1c_Step') }}</th>
                <th>{{ t._('mod_agi1c_Outcome') }}</th>
                <th>{{ t._('mod_agi1c_Says') }}</th>
                <th>{{ t._('mod_agi1c_Ms') }}</th>
            </tr>
        </thead>
        <tbody></tbody>
    </table>

    <h3 class="ui dividing header">{{ t._('mod_agi1c_Head_lookup') }}</h3>
    <form class="ui form" id="agi1c-who">
        <div class="ui action input">
            <input type="tel" id="agi1c-number" autocomplete="off" placeholder="8 495 229-30-42" aria-label="{{ t._('mod_agi1c_Number') }}">
            <button type="submit" class="ui button" id="agi1c-lookup">{{ t._('mod_agi1c_Lookup') }}</button>
        </div>
    </form>
    <div class="ui message" id="agi1c-answer" hidden></div>

    <h3 class="ui dividing header">{{ t._('mod_agi1c_Head_calls') }}</h3>
    <div class="ui warning message" id="agi1c-asking" hidden></div>
    <button type="button" class="ui small button" id="agi1c-refresh">{{ t._('mod_agi1c_Refresh') }}</button>
    <table class="ui compact striped table" id="agi1c-calls">
        <thead>
            <tr>
                <th>{{ t._('mod_agi1c_Time') }}</th>
                <th>{{ t._('mod_agi1c_Digits') }}</th>
                <th>{{ t._('mod_agi1c_Status') }}</th>
                <th>{{ t._('mod_agi1c_Reason') }}</th>
                <th>{{ t._('mod_agi1c_Ms') }}</th>
            </tr>
        </thead>
        <tbody></tbody>
    </table>
</div>
