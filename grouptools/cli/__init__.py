"""The command line: `grouptools export | verify | show | cache | codegen`."""
