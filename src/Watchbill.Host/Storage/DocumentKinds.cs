using System.Collections.Frozen;

namespace Watchbill.Storage;

/// <summary>The names under which types are stored, as the kinds say.</summary>
internal static class DocumentKinds
{
    public static FrozenDictionary<Type, string> Names { get; } =
        StoredKinds.All.ToFrozenDictionary(kind => kind.Document, kind => kind.Name);
}
