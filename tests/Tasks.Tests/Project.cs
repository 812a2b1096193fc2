using System.Diagnostics;

using NetVips;

using Thumbs.Imaging.Worker;

namespace Thumbs.Tasks.Tests;

/// <summary>A project in a folder of its own that uses the package as a user would.</summary>
internal sealed class Project : IDisposable
{
    private readonly Package _package;
    private readonly string _root;
    private string? _restored;

    /// <param name="package">The package.</param>
    /// <param name="folder">The name of the project's folder, below one that no other test has.</param>
    public Project(Package package, string folder = "app")
    {
        _package = package;
        _root = Path.Combine(package.ProjectsFolder, Guid.NewGuid().ToString("N")[..8]);
        Folder = Path.Combine(_root, folder);
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    public string Sdk { get; set; } = "Microsoft.NET.Sdk";

    public string Properties { get; set; } = "<OutputType>Exe</OutputType>";

    public string Frameworks { get; set; } = "net10.0";

    /// <summary>The content of the project: items and properties.</summary>
    public string Body { get; set; } = """<ItemGroup><GenerateThumbnails Include="assets/**/*.png" Size="40x30" /></ItemGroup>""";

    public string Reference { get; set; } = "";

    /// <summary>A change of this requires a restore.</summary>
    private string Restorable => Sdk + Frameworks + Reference;

    public string this[string path] => Path.Combine(Folder, path);

    /// <summary>The intermediate folder.</summary>
    public string Obj => this["obj/Debug/net10.0"];

    /// <summary>The output folder.</summary>
    public string Bin => this["bin/Debug/net10.0"];

    public void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], content);
    }

    /// <summary>Makes an image of one colour.</summary>
    public void Paint(string path, double[] colour, int width = 80, int height = 60)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        using var black = Image.Black(width, height, bands: 3);
        using var image = (black + colour).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        image.WriteToFile(this[path]);
    }

    public void WriteProject(string name = "App.csproj")
    {
        var reference = Reference.Length > 0 ? Reference : $"""<PackageReference Include="Thumbs.Tasks" Version="{_package.Version}" PrivateAssets="all" />""";
        var frameworks = Frameworks.Contains(';', StringComparison.Ordinal) ? "TargetFrameworks" : "TargetFramework";
        Write(name, $"""
            <Project Sdk="{Sdk}">
              <PropertyGroup>
                <{frameworks}>{Frameworks}</{frameworks}>
                <ImplicitUsings>enable</ImplicitUsings>
                {Properties}
              </PropertyGroup>
              <ItemGroup>{reference}</ItemGroup>
              {Body}
            </Project>
            """);
        if (!File.Exists(this["Program.cs"]) && Properties.Contains("Exe", StringComparison.Ordinal))
            Write("Program.cs", """Console.WriteLine("Hello");""");
    }

    /// <summary>Runs <c>dotnet</c> in the folder; the verbosity is one at which the summary is told.</summary>
    public Task<DotnetResult> RunAsync(params IEnumerable<string> arguments) => Dotnet.RunAsync(Folder, arguments);

    public Task<DotnetResult> RestoreAsync()
    {
        _restored = Restorable;
        return RunAsync("restore");
    }

    /// <summary>Builds the project, and restores it first where necessary: a restore takes half as long as a build with nothing to do.</summary>
    public Task<DotnetResult> BuildAsync(params IEnumerable<string> arguments)
    {
        string[] switches = _restored == Restorable ? ["--no-restore"] : [];
        _restored = Restorable;
        return RunAsync(["build", "-v:n", .. switches, .. arguments]);
    }

    /// <summary>Starts to build what was restored before.</summary>
    public Process StartBuild(params IEnumerable<string> arguments) => Dotnet.Start(Folder, ["build", "-v:n", "--no-restore", .. arguments]);

    /// <summary>The files below one of its folders, with <c>/</c>, in ordinal order.</summary>
    public string[] Files(string folder) => Directory.Exists(this[folder])
        ? [.. Directory.EnumerateFiles(this[folder], "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(this[folder], file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)]
        : [];

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

internal static class Picture
{
    /// <summary>Size and colour of the middle of an image, such as <c>40x30 255,0,0</c>.</summary>
    public static string Of(string path)
    {
        using var image = Image.NewFromBuffer(File.ReadAllBytes(path));
        return $"{image.Width}x{image.Height} {string.Join(',', image.Getpoint(image.Width / 2, image.Height / 2).Take(3))}";
    }
}
