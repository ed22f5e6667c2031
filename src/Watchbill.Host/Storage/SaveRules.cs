using System.Text;
using Watchbill.Chat;

namespace Watchbill.Storage;

/// <summary>What may be asked of a store.</summary>
internal static class SaveRules
{
    // LiteDB's index takes 1,023, two of which say that it is a text and how long. The same for every store, so that it can be moved.
    private const int MaxIdLength = 1021;

    /// <exception cref="ArgumentException">The write breaks a promise of the code: an unknown type, no id, or a change to the audit
    /// log.</exception>
    /// <exception cref="RefusedException">The id, which people may have had a part in, is too long.</exception>
    public static Write Checked(Write write)
    {
        var name = Documents.NameOf(write.Kind);
        if (write.Kind == typeof(AuditRow))
        {
            return write.Value is AuditEntry
                ? write
                : throw new ArgumentException("The audit log is only appended to, by Write.Audit.", nameof(write));
        }

        if (write.Id.Length == 0) throw new ArgumentException($"A {name} needs an id.", nameof(write));
        if (Encoding.UTF8.GetByteCount(write.Id) is var bytes and > MaxIdLength)
        {
            throw new RefusedException(
                $"A {name} cannot be kept under a name of {bytes} bytes ({write.Id[..40]}…): {MaxIdLength} are the most. Choose a " +
                $"shorter " +
                    $"one.");
        }

        if (write.Value is { } value && value.GetType() != write.Kind)
        {
            throw new ArgumentException($"A {value.GetType().Name} is no {name}.", nameof(write));
        }

        if (write is { Value: null, Expected: 0 })
        {
            throw new ArgumentException($"A deletion of {name} '{write.Id}' expects it to be there.", nameof(write));
        }

        return write;
    }
}
