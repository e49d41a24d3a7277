module.exports = globalThis.lentAddons['tree-sitter-python'];
