using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;

namespace Watchbill;

/// <summary>How the code is written: the conventions that a compiler does not ask for.</summary>
public sealed partial class ConventionTests
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private const int MaxLinesOfAFile = 250;
    private const int MaxColumns = 140;

    // The holes in the wall to I/O (DESIGN section 1).
    private static readonly string[] Ports = ["IStore", "IChat", "IChatGroups", "IMetrics", "IDisk", "IDiskFile"];

    private static readonly Assembly[] Source = [typeof(Shift).Assembly, typeof(CommandRouter).Assembly, typeof(Composition).Assembly];

    private static readonly List<Type> Written = [.. Source.SelectMany(assembly => assembly.GetTypes()).Where(type =>
        type.Namespace?.StartsWith("Watchbill", StringComparison.Ordinal) == true && !Uses.IsMade(type)
            && !type.IsDefined(typeof(CompilerGeneratedAttribute)))];

    [Fact]
    public void Every_class_is_sealed_or_static_or_the_root_of_its_kinds() => Empty(
        from type in Written
        where type.IsClass && !type.IsSealed && !(type.IsAbstract && Written.Exists(other => other.BaseType == type))
        select $"{type.FullName} is neither");

    [Fact]
    public void An_asynchronous_method_says_so() => Empty(
        from method in Asynchronous()
        where !method.Name.EndsWith("Async", StringComparison.Ordinal)
        select $"{method.DeclaringType}.{method.Name} lacks the suffix Async");

    /// <summary>A request carries its own token, and a delegate that of who made it: what takes one of them needs no second.</summary>
    [Fact]
    public void An_asynchronous_method_can_be_cancelled() => Empty(
        from method in Asynchronous()
        let parameters = method.GetParameters()
        let last = parameters.LastOrDefault()
        where !(last?.ParameterType == typeof(CancellationToken) && last.Name == "ct") && !parameters.Any(CarriesAToken)
        select $"{method.DeclaringType}.{method.Name} does not end in CancellationToken ct");

    [Fact]
    public void An_interface_has_several_implementations_or_is_a_hole_in_the_wall() => Empty(
        from type in Written
        where type.IsInterface && !Ports.Contains(type.Name)
        let implementations = Written.Count(other => other.IsClass && other.GetInterfaces().Any(one =>
            one == type || one.IsConstructedGenericType && one.GetGenericTypeDefinition() == type))
        where implementations < 2
        select $"{type.FullName} has {implementations}");

    [Fact]
    public void A_file_is_short() => Empty(
        from file in Sources.Of("src", "*.cs").Concat(Sources.Of("src", "*.js")).Concat(Sources.Of("tests", "*.cs"))
        where file.Lines.Length > MaxLinesOfAFile
        select $"{file.Path} has {file.Lines.Length} lines");

    [Fact]
    public void A_line_fits_beside_another_one_on_a_screen() => Empty(
        from folder in (string[])["src", "tests", "bench"]
        from pattern in (string[])["*.cs", "*.js"]
        from file in Sources.Of(folder, pattern)
        from line in file.Lines.Select((text, index) => (Length: text.Length, Number: index + 1))
        where line.Length > MaxColumns
        select $"{file.Path}:{line.Number} has {line.Length} columns");

    [Theory]
    [InlineData("Watchbill.Domain")]
    [InlineData("Watchbill.Features")]
    public void Every_public_type_says_what_it_is_in_a_sentence(string assembly)
    {
        var summarised = Sources.Summarised(assembly);
        Empty(
            from type in Written
            where type.Assembly.GetName().Name == assembly && type.IsPublic && !summarised.Contains(type.FullName!)
            select $"{type.FullName} has no summary");
    }

    [Fact]
    public void A_suppression_has_its_reason_beside_it()
    {
        var inCode =
            from file in Sources.Of("src", "*.cs").Concat(Sources.Of("tests", "*.cs")).Concat(Sources.Of("bench", "*.cs"))
            from line in file.Lines.Select(line => line.Trim())
            where line.StartsWith("#pragma warning disable", StringComparison.Ordinal) && !line.Contains("//", StringComparison.Ordinal)
                || line.StartsWith("[SuppressMessage", StringComparison.Ordinal)
                    && !line.Contains("Justification", StringComparison.Ordinal)
            select $"{file.Path}: {line}";

        // In a project file the comment above names every code that is switched off.
        var inProjects =
            from file in Sources.Of("", "*.csproj").Concat(Sources.Of("", "*.props"))
            from i in Enumerable.Range(0, file.Lines.Length)
            where file.Lines[i].Contains("<NoWarn>", StringComparison.Ordinal)
            let above = string.Join('\n', file.Lines[..i])
            from Match number in Code().Matches(file.Lines[i])
            where !above.Contains(number.Value, StringComparison.Ordinal)
            select $"{file.Path} switches {number.Value} off";

        var inStyle =
            from file in Sources.Of("", ".editorconfig")
            from i in Enumerable.Range(1, file.Lines.Length - 1)
            where file.Lines[i].Contains("severity = none", StringComparison.Ordinal) && !file.Lines[i - 1].StartsWith('#')
            select $"{file.Path}: {file.Lines[i]}";

        Empty(inCode.Concat(inProjects).Concat(inStyle));
    }

    [GeneratedRegex("(?:[A-Z]+[0-9]{4})|EnableGenerateDocumentationFile")]
    private static partial Regex Code();

    // Not what the compiler makes (a delegate's own methods among it), and not what a framework's contract names.
    private static IEnumerable<MethodInfo> Asynchronous() =>
        from type in Written
        where !type.IsAssignableTo(typeof(Delegate))
        from method in type.GetMethods(Own)
        where IsTask(method.ReturnType) && !type.IsAssignableTo(typeof(Delegate)) && !method.IsSpecialName && !Uses.IsMade(method)
            && !IsForeign(method)
        select method;

    private static bool CarriesAToken(ParameterInfo parameter) =>
        parameter.ParameterType.Name is "HttpContext" or "HttpRequest" or "EndpointFilterInvocationContext"
            || parameter.ParameterType.IsAssignableTo(typeof(Delegate)) && IsTask(parameter.ParameterType.GetMethod("Invoke")!.ReturnType);

    private static bool IsTask(Type type) => type == typeof(Task) || type == typeof(ValueTask)
        || type.IsGenericType
            && (type.GetGenericTypeDefinition() is var open
                && (open == typeof(Task<>) || open == typeof(ValueTask<>) || open == typeof(IAsyncEnumerable<>)));

    private static bool IsForeign(MethodInfo method) => !Source.Contains(method.GetBaseDefinition().DeclaringType!.Assembly)
        || !method.DeclaringType!.IsInterface && method.DeclaringType.GetInterfaces().Where(contract => !Source.Contains(contract.Assembly))
            .Any(contract => method.DeclaringType.GetInterfaceMap(contract).TargetMethods.Contains(method));

    private static void Empty(IEnumerable<string> violations) => ArchitectureTests.Empty(violations);
}
