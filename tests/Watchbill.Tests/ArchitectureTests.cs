using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill;

/// <summary>What may know what: the rules of the house that project references cannot hold.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Assembly Domain = typeof(Shift).Assembly;
    private static readonly Assembly Features = typeof(CommandRouter).Assembly;
    private static readonly Assembly Host = typeof(Composition).Assembly;

    // What a rule may not have: it answers from its arguments alone.
    private static readonly string[] Impure =
    [
        "System.IO", "System.Net", "System.Threading", "System.Diagnostics.Process", "System.Environment", "System.Console",
        "System.Random",
        "System.Security.Cryptography.RandomNumberGenerator", "System.Guid", "NodaTime.IClock", "NodaTime.SystemClock",
    ];

    // A feature reads and writes through the store, speaks through the chat, and waits for nobody.
    private static readonly string[] Platform = ["System.IO.File", "System.IO.Directory", "System.Net", "System.Diagnostics.Process",
        "System.Environment", "System.Console", "NodaTime.SystemClock"];

    // Days and zones are NodaTime's.
    private static readonly string[] OtherClocks = ["System.DateTime", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly",
        "System.TimeZoneInfo"];

    // What every slice stands on. A slice of its own is met in Domain types, and in the reading room.
    private static readonly string[] Shared = ["Watchbill.Chat", "Watchbill.Storage", "Watchbill.Jobs", "Watchbill.Reading"];

    // The organisation file defines nine.
    private const int MaxKindsKnown = 10;

    [Fact]
    public void The_domain_knows_only_NodaTime() =>
        Assert.All(References(Domain), name => Assert.True(IsSystem(name) || name == "NodaTime", $"Domain references {name}."));

    [Fact]
    public void Features_know_only_the_domain_and_how_to_log() =>
        Assert.All(References(Features),
            name =>
                Assert.True(IsSystem(name) || name is "NodaTime" or "Watchbill.Domain" or "Microsoft.Extensions.Logging.Abstractions",
                    $"Features references {name}."));

    [Fact]
    public void A_rule_waits_for_nothing_and_asks_nobody_the_time() =>
        None(Domain, used => Begins(used, Impure) || Begins(used, OtherClocks));

    [Fact]
    public void A_feature_touches_no_file_no_network_and_no_clock_of_the_system() =>
        None(Features, used => Begins(used, Platform) || Begins(used, OtherClocks));

    /// <summary>Where something arrives, or happens without being asked; everything else is told the time.</summary>
    [Fact]
    public void Only_the_router_the_front_desk_its_inbox_and_jobs_read_the_clock() => Empty(
        from type in Uses.TopLevel(Features)
        where type != typeof(CommandRouter) && type != typeof(FrontDesk) && type != typeof(InboxProcessor) && type != typeof(HostClock)
            && !type.IsAssignableTo(typeof(IJob))
        where Uses.Of(type).Contains(typeof(IClock))
        select $"{type.FullName} has a clock");

    /// <summary>Everything else records, hands over or pages by the clock.</summary>
    [Fact]
    public void Only_what_was_decided_is_said_while_the_clock_is_wrong() => Assert.Equal([typeof(DeliveryJob)],
        from type in Features.GetTypes().Concat(Host.GetTypes())
        where type.IsClass && type.IsAssignableTo(typeof(IJob)) && !((IJob)RuntimeHelpers.GetUninitializedObject(type)).GoesByClock
        select type);

    /// <summary>
    /// The executable's commands stand beside the list of adapters: they use them all and none of them knows the commands. What several
    /// need about HTTP, bounded bodies and strict JSON, is a room of its own that knows none of them.
    /// </summary>
    [Fact]
    public void Adapters_do_not_see_each_other() => Empty(
        from type in Uses.TopLevel(Host)
        where type.Namespace is not ("Watchbill" or "Watchbill.Commands")
        from used in Uses.Of(type)
        where used.Assembly == Host && used.Namespace != type.Namespace && used.Namespace != "Watchbill.Http"
        select $"{type.FullName} uses {used.FullName}");

    /// <summary>
    /// The organisation file is applied to all slices, so what reads and applies it stands above them; none of them sees it.
    /// </summary>
    [Fact]
    public void Slices_meet_in_domain_types_and_the_reading_room() => Empty(
        from type in Uses.TopLevel(Features)
        where type != typeof(StoredKinds) && type.Namespace != "Watchbill.OrganizationFiles"
        from used in Uses.Of(type)
        where used.Assembly == Features && used.Namespace != type.Namespace && !Shared.Contains(used.Namespace)
        select $"{type.FullName} uses {used.FullName}");

    /// <summary>
    /// A platform's name is a value that its adapter registers. One was the only one with groups once, and is known by that in the store.
    /// </summary>
    [Fact]
    public void Only_adapters_name_a_platform() => Empty(
        from file in Sources.Of("src/Watchbill.Domain", "*.cs").Concat(Sources.Of("src/Watchbill.Features", "*.cs"))
        from line in file.Lines.Select(line => line.Trim())
        where !line.StartsWith("//", StringComparison.Ordinal) && NamesAPlatform().IsMatch(line)
            && line != "private static readonly PlatformId First = new(\"slack\");"
        select $"{file.Path}: {line}");

    [GeneratedRegex("""[Ss]lack|Microsoft Teams|PlatformId\("|Platform(\.Name)? (==|!=|is) [\"]""")]
    private static partial Regex NamesAPlatform();

    /// <summary>Rooms within a folder, such as Rotations/Handoffs, share its namespace: it says what the code is about.</summary>
    /// <summary>
    /// What purges, forgets, exports, renames and documents goes through the kinds: a list of documents anywhere else would have to be
    /// remembered with every new one. Who works with documents knows a few of them.
    /// </summary>
    [Fact]
    public void Nothing_but_the_kinds_lists_what_is_stored()
    {
        var stored = StoredKinds.All.Select(kind => kind.Document).ToHashSet();
        var sources = Uses.TopLevel(Features).Concat(Uses.TopLevel(Host)).ToList();
        var listing = sources.SelectMany(Uses.Of).Distinct().Where(IsListOfKinds).ToHashSet();
        Empty(
            from type in sources
            let known = Uses.Of(type).Count(stored.Contains)
            where known > MaxKindsKnown
            select $"{type.FullName} knows {known} of the {stored.Count} kinds");
        Empty(
            from type in sources
            where type != typeof(StoredKinds)
            let lists = Uses.Of(type).Where(listing.Contains).ToList()
            where lists.Count > 0
            select $"{type.FullName} uses {string.Join(", ", lists.Select(list => list.FullName))}");
    }

    [Fact]
    public void A_namespace_is_its_first_folder_without_the_project() => Empty(
        from file in Sources.Of("src", "*.cs")
        let folder = file.Path.Split('/')[2..^1].Take(1).ToArray()
        let stated = file.Lines.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
        where stated is not null && folder is not ["OrganizationFile"]
            && stated != $"namespace {string.Join('.', ["Watchbill", .. folder])};"
        select $"{file.Path} says {stated}");

    /// <summary>
    /// Hours are owed for what was worked, corrections included: whoever read records alone would owe them to the wrong person, or to
    /// nobody. What is said about a kind of document, such as how it is forgotten, is not about time.
    /// </summary>
    [Fact]
    public void Worked_time_is_read_in_one_place() => Empty(
        from type in Uses.TopLevel(Features).Concat(Uses.TopLevel(Host))
        where type != typeof(WorkedShifts) && type != typeof(ShiftChangeKinds)
        from kind in new[] { typeof(WorkedShift), typeof(ShiftCorrection) }
        where Uses.Reads(type, kind)
        select $"{type.FullName} reads {kind.Name}");

    private static void None(Assembly assembly, Func<Type, bool> banned) => Empty(
        from type in Uses.TopLevel(assembly)
        from used in Uses.Of(type)
        where banned(used)
        select $"{type.FullName} uses {used.FullName}");

    private static bool IsListOfKinds(Type type) => type != typeof(StoredKinds)
        && type.GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Any(list => list.PropertyType == typeof(IReadOnlyList<StoredKind>));

    internal static void Empty(IEnumerable<string> violations)
    {
        var found = violations.Distinct().ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static bool IsSystem(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) && name is not "System.CommandLine"
            && !name.StartsWith("System.Data", StringComparison.Ordinal);

    // "System.Net" means itself and all below it; "System.DateTime" does not mean "System.DateTimeOffset".
    private static bool Begins(Type type, string[] names) =>
        names.Any(name => $"{type.FullName}.".StartsWith(name + ".", StringComparison.Ordinal));
}
