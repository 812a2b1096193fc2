using Thumbs.Build;

namespace Thumbs.Cli.Tests;

/// <summary>The rules of docs/site.md.</summary>
public sealed class IdentifierTests
{
    [Theory]
    [InlineData("beach", "Beach")]
    [InlineData("the beach-at_night", "TheBeachAtNight")]
    [InlineData("IMG_0001", "IMG0001")]
    [InlineData("img.min", "ImgMin")]
    [InlineData("1-2", "_1_2")]
    [InlineData("12", "_12")]
    [InlineData("2024-12-31 party", "_2024_12_31Party")]
    [InlineData("class", "Class")]
    [InlineData("été", "Été")]
    [InlineData("e\u0301te", "E\u0301te")]
    [InlineData("写真", "写真")]
    [InlineData("\u0301", "_\u0301")]
    [InlineData("a\U0001F600b", "AB")]
    [InlineData("--", "_")]
    public void A_name_is_made_of_the_words_of_a_file_name(string file, string name) => Assert.Equal(name, Identifier.Of(file));

    [Theory]
    [InlineData("My.App", "My.App")]
    [InlineData("my-app", "my_app")]
    [InlineData("3d.Shop", "_3d.Shop")]
    public void A_namespace_has_no_letters_that_it_cannot_have(string given, string name) => Assert.Equal(name, Identifier.Namespace(given));
}
