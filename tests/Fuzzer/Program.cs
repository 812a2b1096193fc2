// Throws mutated images at the engine and its workers, and ends with 1 where one of them brought about what must not be:
//   dotnet run -c Release --project tests/Fuzzer -- [--mutants N] [--number N] [--seeds DIR] [--keep DIR]
// The same number gives the same mutants. Files that brought about a fault are kept; put them into tests/Fuzzer/kept once it is mended.
using System.Diagnostics;
using System.Globalization;

using Thumbs.Fuzzer;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};

string Value(string option, string otherwise) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;
int Number(string option, int otherwise) => int.Parse(Value(option, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

var kept = Seed.In(Path.Join(AppContext.BaseDirectory, "kept"));
var campaign = new Campaign([.. MadeSeeds.All(), .. kept, .. Seed.In(Value("--seeds", ""))], Number("--number", 1));
var watch = Stopwatch.StartNew();
var faults = await campaign.RunAsync(Number("--mutants", 20_000), Path.GetFullPath(Value("--keep", "artifacts/fuzzer")), Console.WriteLine, interrupted.Token);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{faults} faults in {watch.Elapsed.TotalSeconds:F0} s"));
return faults == 0 ? 0 : 1;
