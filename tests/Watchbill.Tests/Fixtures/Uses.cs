using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using Watchbill.Storage;

namespace Watchbill.Fixtures;

/// <summary>Which types a type uses: in its declaration, in the signatures of its members and in their bodies.</summary>
public static class Uses
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)
            .ToDictionary(code => code.Value);

    // Several rules ask about all types; the code does not change meanwhile.
    private static readonly ConcurrentDictionary<Type, IReadOnlySet<Type>> Known = [];
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<MethodInfo>> Calls = [];

    /// <summary>
    /// Top-level types: what is nested, or made by the compiler for lambdas and async methods, counts for the type around it.
    /// </summary>
    public static IReadOnlySet<Type> Of(Type type) => Known.GetOrAdd(type, _ =>
        All(type).SelectMany(Parts).Distinct().Select(Outermost).Where(used => used != type && !IsMade(used)).ToHashSet());

    /// <summary>Whether a type reads a kind of document from the store by naming it.</summary>
    public static bool Reads(Type type, Type kind) =>
        (from called in Called(type)
         where called.IsGenericMethod && (called.DeclaringType == typeof(IStore) || called.DeclaringType == typeof(Pages))
             && called.GetGenericArguments().Contains(kind)
         select called).Any();

    /// <summary>The methods that a type calls, in what is nested in it, too.</summary>
    public static IEnumerable<MethodInfo> Called(Type type) => Calls.GetOrAdd(type, _ =>
        [.. from part in All(type)
            from method in part.GetMethods(Own).Concat<MethodBase>(part.GetConstructors(Own))
            from called in Members(method).OfType<MethodInfo>()
            select called]);

    public static IEnumerable<Type> TopLevel(Assembly assembly) =>
        assembly.GetTypes().Where(type => !type.IsNested && type.Namespace?.StartsWith("Watchbill", StringComparison.Ordinal) == true);

    /// <summary>Made by the compiler or a generator: no such name can be written.</summary>
    public static bool IsMade(MemberInfo member) =>
        member.Name.Contains('<', StringComparison.Ordinal) || member.DeclaringType is { } around && IsMade(around)
            || member is Type { Namespace: { } name } && name.Contains(".Generated", StringComparison.Ordinal);

    private static IEnumerable<Type> All(Type type) => type.GetNestedTypes(Own).SelectMany(All).Prepend(type);

    private static Type Outermost(Type type) =>
        type.DeclaringType is { } around ? Outermost(around) : type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static IEnumerable<Type> Parts(Type type)
    {
        IEnumerable<Type?> declared =
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. type.GetFields(Own).Select(field => field.FieldType),
            .. type.GetMethods(Own).SelectMany(InSignature),
            .. type.GetConstructors(Own).SelectMany(InSignature),
            .. type.GetMethods(Own).Concat<MethodBase>(type.GetConstructors(Own)).SelectMany(InBody),
        ];
        return declared.OfType<Type>().SelectMany(Pieces);
    }

    private static IEnumerable<Type> Pieces(Type type) =>
        type.HasElementType ? Pieces(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : type.GetGenericArguments().Where(argument => argument != type).SelectMany(Pieces).Prepend(type);

    private static IEnumerable<Type> InSignature(MethodBase method)
    {
        var parameters = method.GetParameters().Select(parameter => parameter.ParameterType);
        return method is MethodInfo { ReturnType: var returned } ? parameters.Append(returned) : parameters;
    }

    private static IEnumerable<Type> InBody(MethodBase method)
    {
        foreach (var local in method.GetMethodBody()?.LocalVariables ?? []) yield return local.LocalType;
        foreach (var member in Members(method))
        {
            // An iterator asks which thread it is on, to be safe when it is read twice.
            if (member.Name == "get_CurrentManagedThreadId" && IsMade(method.DeclaringType!)) continue;
            if (member is Type type) yield return type;
            if (member.DeclaringType is { } declaring) yield return declaring;
            if (member is FieldInfo field) yield return field.FieldType;
            if (member is not MethodBase called) continue;
            foreach (var used in InSignature(called).Concat(called.IsGenericMethod ? called.GetGenericArguments() : [])) yield return used;
        }
    }

    private static IEnumerable<MemberInfo> Members(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body) yield break;
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (var token in Tokens(body.GetILAsByteArray()!))
            if (method.Module.ResolveMember(token, typeArguments, methodArguments) is { } member) yield return member;
    }

    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var i = 0; i < code.Length;)
        {
            var op = Codes[code[i] == 0xFE ? (short)((0xFE << 8) | code[i + 1]) : code[i]];
            i += op.Size;
            if (op.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return BitConverter.ToInt32(code, i);
            i += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, i),
                _ => 4,
            };
        }
    }
}
