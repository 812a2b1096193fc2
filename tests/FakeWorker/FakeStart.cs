namespace Thumbs.FakeWorker;

/// <summary>Tells one of several workers from the others.</summary>
internal static class FakeStart
{
    /// <summary>Whether no other worker has asked for this file before.</summary>
    public static bool IsFirst(string file)
    {
        try
        {
            using (File.Open(file, FileMode.CreateNew))
                return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
