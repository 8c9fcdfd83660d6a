"""A form as data: what it asks, in every language it is asked in. No database and no page is known here.

`document` holds the frozen values and reads them from JSON; `conditions` says what is shown after which answer;
`answering` reads what somebody sent. A version of a form keeps the JSON, and its hash is the hash of that.
"""
