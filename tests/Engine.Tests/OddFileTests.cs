using Thumbs.Diagnostics;
using Thumbs.FakeWorker;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>What stands in the place of a file and is none: it is told or left out, the rest is made, and nothing waits for it.</summary>
public sealed class OddFileTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Kinds => [.. SpecialFiles.Kinds];

    public static TheoryData<string, string> Books
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var book in new[] { ".thumbs-state.json", ".thumbs-state.journal", ".thumbs-shards", ".thumbs-shards/1-of-2.json", ".thumbs-shards/1-of-2.journal" })
            {
                foreach (var kind in SpecialFiles.Kinds.Append("folder"))
                    data.Add(book, kind);
            }

            return data;
        }
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("device")]
    [InlineData("link to a pipe")]
    public async Task A_folder_or_a_glob_leaves_out_what_is_no_file(string kind)
    {
        using var run = new Album { Worker = ["images"] };
        run.Write("in/a.jpg", "a.jpg");
        run.Write("in/folder.jpg/b.jpg", "folder.jpg/b.jpg");
        SpecialFiles.Put(kind, run.At("in/odd.jpg"));
        if (File.Exists(run.At("in/odd.jpg.end")))
            File.Move(run.At("in/odd.jpg.end"), run.At("odd.jpg.end"));
        if (kind == "link to a pipe")
        {
            File.Delete(run.At("in/odd.jpg"));
            File.CreateSymbolicLink(run.At("in/odd.jpg"), run.At("odd.jpg.end"));
        }

        foreach (var input in new[] { "in", "in/*.jpg", "in/**/*.*" })
        {
            var summary = await InTimeAsync(run, request => request with { Inputs = [input], Force = true });

            Assert.Equal((ExitCode.Success, input == "in/*.jpg" ? 1 : 2), (summary.ExitCode, summary.Made));
            Assert.Empty(run.Problems);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_that_is_named_is_told_and_the_rest_is_made(string kind)
    {
        using var run = new Album { Worker = ["images"] };
        run.Write("in/a.jpg", "a.jpg");
        SpecialFiles.Put(kind, run.At("in/odd.jpg"));

        var summary = await InTimeAsync(run, request => request with { Inputs = ["in/a.jpg", "in/odd.jpg"] });

        Assert.Equal((ExitCode.SomeFailed, 1), (summary.ExitCode, summary.Made));
        var problem = Assert.Single(run.Problems);
        Assert.Equal(("THUMB0101", "in/odd.jpg"), (problem.Code, problem.Path));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task So_it_is_in_a_build(string kind)
    {
        using var run = new Album { Worker = ["images"] };
        run.Write("in/a.jpg", "a.jpg");
        SpecialFiles.Put(kind, run.At("in/odd.jpg"));
        var set = new FileSet(new RenditionOptions(), "", [new(run.At("in/a.jpg"), ""), new(run.At("in/odd.jpg"), "")]);

        var summary = await InTimeAsync(run, request => request with { Inputs = [], Sets = [set] });

        Assert.Equal((ExitCode.SomeFailed, 1), (summary.ExitCode, summary.Made));
        Assert.Equal("THUMB0101", Assert.Single(run.Problems).Code);
    }

    [Theory]
    [MemberData(nameof(Books))]
    public async Task A_book_that_is_none_is_told_or_replaced(string book, string kind)
    {
        using var run = new Album { Worker = ["images"] };
        run.Write("in/a.jpg", "a.jpg");
        SpecialFiles.Put(kind, Path.Join(run.OutputFolder, book));

        var summary = await InTimeAsync(run);

        // A folder where the book has to be is for the user to take away; where the lock has to be, nothing can be made before.
        var isInTheWay = kind == "folder" && book is (".thumbs-state.json" or ".thumbs-state.journal");
        var isLocked = isInTheWay && book == ".thumbs-state.journal";
        Assert.Equal((isInTheWay ? ExitCode.MachineFailed : ExitCode.Success, isLocked ? 0 : 1), (summary.ExitCode, summary.Made));
        Assert.Equal(isInTheWay, run.Problems.Exists(problem => problem.Diagnostic == Diagnostic.CannotWrite));
        Assert.DoesNotContain(run.Problems, problem => problem.Diagnostic == Diagnostic.Unforeseen);
    }

    [Fact]
    public async Task A_rendition_that_cannot_be_put_into_its_place_does_not_cost_the_others()
    {
        using var run = new Album { Worker = ["images"] };
        run.Write("in/a.jpg", "a.jpg");
        Request Two(Request request) => request with { Renditions = request.Renditions with { Boxes = [new(64, 64), new(32, 32)] }, Force = true };
        await run.EngineAsync(Two);
        var files = run.Files().Select(run.At).ToList();
        Assert.Equal(2, files.Count);
        foreach (var file in files)
        {
            foreach (var made in files)
                File.Delete(made);
            Directory.CreateDirectory(file);

            await run.EngineAsync(Two);

            Assert.Equal("THUMB0304", Assert.Single(Assert.Single(run.Outcomes).Problems).Code);
            Assert.True(File.Exists(files.Single(other => other != file)));
            Directory.Delete(file);
        }
    }

    private static Task<Summary> InTimeAsync(Album run, Func<Request, Request>? change = null) =>
        Task.Run(() => run.EngineAsync(change ?? (request => request))).WaitAsync(Patience, TestContext.Current.CancellationToken);
}
