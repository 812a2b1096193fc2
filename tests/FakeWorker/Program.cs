// A worker that the tests control. Its arguments say how it starts:
//   [hello | deaf | slow FILE | first FILE | only FILE | never | exit N | garbage | fatal TEXT | protocol N]
// and each job says what happens to it (see FakeJob). As `images` it takes the jobs of an imaging worker instead, and
// "makes" each rendition in no time, or gives invalid answers of a kind (see Nonsense); as `pictures LOG` it makes texts (see FakePictures),
// with `INDEX DEED [FILE]` dying or hanging before that rendition, once where a file is named; as `untrue LOG KIND FILE` it makes them too, but
// does not tell the truth of it (see Untrue); and as `costs LOG` it takes the time that they cost.
// As `attack` it does for each of them what an attacker would (see Attacks). As `sleeper` its jobs only take time.
using Thumbs.FakeWorker;
using Thumbs.Images;
using Thumbs.Pool;

if (args is ["images", .. var nonsense])
{
    FakeImaging.Run(job => FakeImaging.Make(job, nonsense is [var kind] ? kind : null));
    return 0;
}

if (args is ["pictures", var log, .. var trouble])
{
    FakeImaging.Run((job, tell) => FakePictures.Make(job, tell, log, index => FakePictures.Trouble(index, trouble)));
    return 0;
}

if (args is ["untrue", var told, var kindOfLine, var once])
{
    FakeImaging.Run((job, tell) => FakePictures.Make(job, tell, told), new Untrue(kindOfLine, once).Lines);
    return 0;
}

if (args is ["costs", var costs])
{
    FakeImaging.Run((job, tell) => FakePictures.Make(job, tell, costs, index =>
        Thread.Sleep(TimeSpan.FromMicroseconds(RenditionCost.Of(job.Renditions[index].Recipe, new FileInfo(job.Source).Length, isDrawing: false)))));
    return 0;
}

if (args is ["attack", .. var attacks])
{
    Attacks.Run(attacks);
    return 0;
}

if (args is ["sleeper"])
{
    Sleeper.Run();
    return 0;
}

// A worker that does not read its input does not notice that its parent has ended.
if (args is ["deaf"])
    await Conditions.ForeverAsync();

var wire = new FakeWire();
var (start, parameter) = (args.ElementAtOrDefault(0) ?? "hello", args.ElementAtOrDefault(1) ?? "");
switch (start)
{
    case "hello":
        wire.Hello(WorkerProtocol.Version, fatal: null);
        break;
    case "slow":
        await Conditions.FileExistsAsync(parameter);
        wire.Hello(WorkerProtocol.Version, fatal: null);
        break;
    case "first":
        // The others never say hello.
        if (FakeStart.IsFirst(parameter))
            wire.Hello(WorkerProtocol.Version, fatal: null);
        break;
    case "only":
        // As where the machine has no room for more than one.
        if (!FakeStart.IsFirst(parameter))
        {
            await Console.Error.WriteLineAsync("Out of memory.");
            return 134;
        }

        wire.Hello(WorkerProtocol.Version, fatal: null);
        break;
    case "never":
        break;
    case "exit":
        await Console.Error.WriteLineAsync("cannot start today");
        return int.Parse(parameter);
    case "garbage":
        wire.WriteRaw("Welcome to the fake worker!\n");
        break;
    case "fatal":
        wire.Hello(WorkerProtocol.Version, parameter);
        break;
    case "protocol":
        wire.Hello(int.Parse(parameter), fatal: null);
        break;
    default:
        throw new ArgumentOutOfRangeException(nameof(args), start, message: null);
}

foreach (var order in wire.Orders())
    await Deeds.DoAsync(order, wire);
return 0;
