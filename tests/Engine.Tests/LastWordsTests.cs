namespace Thumbs.Engine.Tests;

public sealed class LastWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one\ntwo\n", "; it said: two")]
    [InlineData("before\nUnhandled exception. System.InvalidOperationException: wrong\n   at A.B()\n   at C.D()\n", "; it said: Unhandled exception. System.InvalidOperationException: wrong")]
    [InlineData("Fatal error. Internal CLR error. (0x80131506)\n   at A.B()\n", "; it said: Fatal error. Internal CLR error. (0x80131506)")]
    public void A_crash_of_NET_is_told_by_its_exception_and_others_by_their_end(string standardError, string said) =>
        Assert.Equal(said, FailureTexts.Said(standardError));
}
