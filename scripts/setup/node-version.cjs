// Runs before all else, so it is written for whatever Node somebody may have: an old one would end with a syntax error
// in the middle of the first install.
var OLDEST = 20
if (parseInt(process.versions.node, 10) < OLDEST) {
  console.error('Node.js ' + OLDEST + ' or later is needed, and this is ' + process.version + '.')
  process.exit(1)
}
