namespace Watchbill.Storage;

/// <summary>The store cannot be opened, read or written: one sentence for people that says what is wrong and what to do.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
