using BenchmarkDotNet.Running;
using Watchbill.Rotations;

BenchmarkSwitcher.FromAssembly(typeof(RotationBenchmarks).Assembly).Run(args);
