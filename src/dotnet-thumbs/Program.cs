using Thumbs.Imaging;

if (args is ["worker", ..])
{
    using var input = Console.OpenStandardInput();
    using var output = Console.OpenStandardOutput();
    return ImagingWorker.Run(input, output);
}

return 0;
