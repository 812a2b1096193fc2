using CsCheck;

namespace Thumbs.Planning.Tests;

public sealed class BraceExpansionTests
{
    [Theory]
    [InlineData("a.jpg", "a.jpg")]
    [InlineData("a.{jpg,png}", "a.jpg", "a.png")]
    [InlineData("{a,b}{1,2}", "a1", "a2", "b1", "b2")]
    [InlineData("{a,b{1,2}}.x", "a.x", "b1.x", "b2.x")]
    [InlineData("a{,-large}.jpg", "a.jpg", "a-large.jpg")]
    [InlineData("{a}.jpg", "{a}.jpg")]
    [InlineData("{a}{b,c}", "{a}b", "{a}c")]
    [InlineData("{a,b", "{a,b")]
    [InlineData("a,b}", "a,b}")]
    [InlineData("{{a,b}}", "{a}", "{b}")]
    public void Braces_expand_as_in_a_shell(string pattern, params string[] expected) =>
        Assert.Equal(expected, BraceExpansion.Of(pattern));

    [Fact]
    public void Several_groups_give_every_combination()
    {
        var word = Gen.Char["abc*./"].Array[0, 3].Select(letters => new string(letters));
        var group = word.List[2, 4];
        Gen.Select(word, group, word, group).Sample((start, first, middle, second) =>
            BraceExpansion.Of($"{start}{{{string.Join(',', first)}}}{middle}{{{string.Join(',', second)}}}")
                .SequenceEqual(first.SelectMany(a => second.Select(b => start + a + middle + b))));
    }
}
