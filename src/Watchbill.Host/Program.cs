using Watchbill;
using Watchbill.Commands;

return await HostCommands.RunAsync(args, Composition.Compose, Terminal.Console, CancellationToken.None);
