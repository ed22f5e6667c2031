using System.Globalization;
using BenchmarkDotNet.Running;
using Watchbill.Http;
using Watchbill.Rotations;

// http [folder] [windows]: the load driver. serve <database> <url>: what it drives. Anything else is BenchmarkDotNet's.
switch (args)
{
    case ["http", .. var rest]:
        await HttpBench.RunAsync(Path.GetFullPath(rest is [var folder, ..] ? folder : "bench-data"), rest is [_, var windows] ? int.Parse(windows, CultureInfo.InvariantCulture) : 12);
        break;
    case ["serve", var database, var url]:
        await BenchHost.RunAsync(database, url);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(RotationBenchmarks).Assembly).Run(args);
        break;
}
