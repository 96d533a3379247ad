namespace PaymentHub.BankFormats;

/// <summary>
/// The file asked for cannot be written in its format. Bytes already written are not a file and must be thrown away.
/// </summary>
public sealed class FileWriteException(string where, string vietnamese, string english)
    : Exception($"{where}: {vietnamese} / {english}")
{
    /// <summary>Message, batch or payment id and the element or column concerned.</summary>
    public string Where { get; } = where;

    public string Vietnamese { get; } = vietnamese;

    public string English { get; } = english;
}
