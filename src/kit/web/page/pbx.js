/* Step 3: your PBX. */

words({});
