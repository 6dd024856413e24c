"use strict";

// Swagger UI on /docs. No validator badge: it would ask another host.
window.SwaggerUIBundle({
  dom_id: "#contract",
  url: document.getElementById("contract").dataset.contract,
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
