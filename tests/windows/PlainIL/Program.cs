using Thumbs.PlainIL;

// PlainIL SOURCE TARGET REFERENCES…
// Copies the folder SOURCE to TARGET. Assemblies that were compiled ahead for one system are written anew without that code, so that
// any system can run them; what they refer to is looked for beside them and in the folders REFERENCES.
if (args is not [var source, var target, .. var references])
{
    Console.Error.WriteLine("Usage: PlainIL SOURCE TARGET [REFERENCES...]");
    return 2;
}

var files = Directory.GetFiles(source, "*", SearchOption.AllDirectories);
var rewritten = 0;
Parallel.ForEach(files, file =>
{
    var copy = Path.Combine(target, Path.GetRelativePath(source, file));
    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
    if (!CompiledAssembly.IsCompiledAhead(file))
    {
        File.Copy(file, copy, overwrite: true);
        return;
    }

    CompiledAssembly.WritePlain(file, copy, references);
    Interlocked.Increment(ref rewritten);
});
Console.WriteLine($"{files.Length} files, of which {rewritten} were assemblies compiled ahead.");
return 0;
