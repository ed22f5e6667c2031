using System.Globalization;
using BenchmarkDotNet.Running;
using Watchbill.Compensation;
using Watchbill.Http;
using Watchbill.Rotations;

// http [folder] [windows]: the load driver. teams [folder] [windows]: the same for Teams. serve <database> <url> [stand-in]: what they
// drive. saves [folder] [windows]: durable saves.
// stores [folder] [windows] [documents]: both embedded stores in turn. pay: what the pay of 1,000 people takes in memory.
// Anything else is BenchmarkDotNet's.
switch (args)
{
    case ["http", .. var rest]:
        await HttpBench.RunAsync(Folder(rest), Windows(rest));
        break;
    case ["teams", .. var rest]:
        await HttpBench.TeamsAsync(Folder(rest), Windows(rest));
        break;
    case ["saves", .. var rest]:
        await SavesBench.RunAsync(Folder(rest), Windows(rest));
        break;
    case ["stores", .. var rest]:
        await StoresBench.RunAsync(Folder(rest), Windows(rest), Documents(rest));
        break;
    case ["pay"]:
        await CompensationBenchmarks.MemoryAsync();
        break;
    case ["serve", var database, var url, .. var teams]:
        await BenchHost.RunAsync(database, url, teams is [var standIn] ? standIn : null);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(RotationBenchmarks).Assembly).Run(args);
        break;
}

static string Folder(string[] rest) => Path.GetFullPath(rest is [var folder, ..] ? folder : "bench-data");

static int Windows(string[] rest) => rest is [_, var windows, ..] ? int.Parse(windows, CultureInfo.InvariantCulture) : 12;

static int Documents(string[] rest) => rest is [_, _, var documents, ..] ? int.Parse(documents, CultureInfo.InvariantCulture) : 300_000;
