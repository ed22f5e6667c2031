using System.Globalization;
using System.Security.Cryptography;

namespace Watchbill.Storage;

/// <summary>
/// Numbers audit rows and chains each to the one before, so that a row that was changed or taken out afterwards is found.
/// </summary>
internal sealed record AuditChain(long Number, string Hash)
{
    /// <summary>The chain before its first row.</summary>
    public static AuditChain Start { get; } = new(0, new string('0', 64));

    public string Id => IdOf(Number);

    /// <summary>The row for the next entry, and the chain that ends with it.</summary>
    public (AuditRow Row, AuditChain Chain) Append(AuditEntry entry)
    {
        var hash = HashOf(Hash, Documents.Serialize(entry));
        return (new AuditRow(entry, Hash, hash), new AuditChain(Number + 1, hash));
    }

    /// <param name="entry">The entry's JSON exactly as it is stored.</param>
    public static string HashOf(string previous, ReadOnlySpan<byte> entry) =>
        Convert.ToHexStringLower(SHA256.HashData([.. System.Text.Encoding.ASCII.GetBytes(previous), (byte)'\n', .. entry]));

    /// <summary>20 digits, so that rows are ordered by number.</summary>
    public static string IdOf(long number) => number.ToString("D20", CultureInfo.InvariantCulture);
}
