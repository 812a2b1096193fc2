using Thumbs.Diagnostics;
using Thumbs.Caching.Remote;

namespace Thumbs.Caching.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData(RemoteCredentials.TokenVariable, "Bearer …")]
    [InlineData(RemoteCredentials.UserVariable, "Basic …")]
    public void Settings_can_be_printed_without_their_secret(string variable, string shown)
    {
        var settings = new RemoteCacheSettings(new("http://localhost/"), Write: true, RemoteCredentials.In(name => name == variable ? CacheUnderTest.Token : null));

        Assert.Contains(shown, settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(CacheUnderTest.Token, settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{CacheUnderTest.Token}:")), settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_from_a_file_has_a_line_end() =>
        Assert.Equal("abc", RemoteCredentials.In(name => name == RemoteCredentials.TokenVariable ? " abc\r\n" : null)?.Header.Parameter);

    [Fact]
    public void Without_variables_there_are_none() => Assert.Null(RemoteCredentials.In(_ => ""));

    [Theory]
    [InlineData(RemoteCredentials.TokenVariable, "s3cr3t\nX-Other: 1")]
    [InlineData(RemoteCredentials.TokenVariable, "s3cr3t tök3n")]
    [InlineData(RemoteCredentials.UserVariable, "s3cr3t:name")]
    public void What_cannot_be_sent_is_refused_without_being_shown(string variable, string value)
    {
        var exception = Assert.Throws<ThumbsException>(() => RemoteCredentials.In(name => name == variable ? value : null));

        Assert.Equal(Diagnostic.WrongOption, exception.Problem.Diagnostic);
        Assert.Contains(variable, exception.Problem.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", exception.ToString(), StringComparison.Ordinal);
    }
}
