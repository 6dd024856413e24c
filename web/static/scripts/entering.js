"use strict";

// A page that is refused for want of a key, in a tab that has one, is not shown: key-dialog.js puts the page itself in its place.
if (sessionStorage.getItem("dateline.key")) document.documentElement.classList.add("entering");
