"""How Lighthouse judges a published site: performance, accessibility, best practice, findability.

`python -m bench.lighthouse SITE` serves a folder of a release on loopback, as static hosts do (compressed), and runs
Lighthouse with its mobile settings: five times on the first page, once on others. Lighthouse is no part of the
project; install it beside: `npm install --prefix DIR lighthouse@12`.
"""
