require("../../../policy/core/load.cjs")(__dirname);
