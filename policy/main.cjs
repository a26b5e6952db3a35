require("./core/load.cjs")(__dirname);
