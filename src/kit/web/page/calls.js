/* Step 4: what happened. */

words({});
