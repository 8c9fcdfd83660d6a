// Lets a preview be tried: what an answer opens, sliders, words counted. Nothing is kept or sent.

import { enliven } from "../answering/controls.js";

const form = document.getElementById("answers");
if (form) enliven(form);
