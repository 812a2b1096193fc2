using CsCheck;

namespace Thumbs.Planning.Tests;

public sealed class SourceOrderTests
{
    [Fact]
    public void Sources_stand_in_the_ordinal_order_of_their_paths()
    {
        // Letters before and behind the separator.
        var word = Gen.Char["-a0é"].Array[1, 3].Select(letters => new string(letters));
        var source = Gen.Select(word.Array[0, 3], word).Select((folders, file) =>
            SourceAt.Of(Path.DirectorySeparatorChar + string.Concat(folders.Select(folder => folder + Path.DirectorySeparatorChar)) + file));
        Gen.Select(source, source).Sample((a, b) =>
            Math.Sign(BySourcePath.Instance.Compare(a, b)) == Math.Sign(string.CompareOrdinal(a.Path, b.Path)));
    }
}
