namespace PaymentHub.BankFormats;

/// <summary>
/// Hard limits on what a file may ask of us. The XML reader of the platform has no limit of its own on depth, text
/// length or attributes, so a small file could otherwise cost a large machine. Defaults leave room for a statement of
/// two million entries. Exceeding one is LIMIT_EXCEEDED and ends the reading at once.
/// </summary>
public sealed record ReadLimits
{
    public const long DefaultMaxFileBytes = 2L * 1024 * 1024 * 1024;
    public const int DefaultMaxDepthLevels = 40;
    public const int DefaultMaxTextCharacters = 8_000;
    public const int DefaultMaxAttributesPerElement = 128;
    public const int DefaultMaxNameCharacters = 1_000_000;
    public const long DefaultMaxElementsPerFile = 200_000_000;
    public const int DefaultMaxEntriesPerFile = 2_000_000;
    public const int DefaultMaxHeadingsPerFile = 100_000;
    public const int DefaultMaxDetailsPerEntry = 100_000;
    public const int DefaultMaxFindings = 1_000;

    /// <summary>The limits that apply where a reader is given none.</summary>
    public static ReadLimits Default { get; } = new();

    /// <summary>Bytes of the whole file.</summary>
    public long MaxFileBytes { get; init; } = DefaultMaxFileBytes;

    /// <summary>Nested elements.</summary>
    public int MaxDepthLevels { get; init; } = DefaultMaxDepthLevels;

    /// <summary>UTF-16 characters of one element's text or one CSV field.</summary>
    public int MaxTextCharacters { get; init; } = DefaultMaxTextCharacters;

    /// <summary>Attributes of one element, namespace declarations included.</summary>
    public int MaxAttributesPerElement { get; init; } = DefaultMaxAttributesPerElement;

    /// <summary>Characters of all different names and namespaces of an XML file together.</summary>
    public int MaxNameCharacters { get; init; } = DefaultMaxNameCharacters;

    /// <summary>Elements of the whole file.</summary>
    public long MaxElementsPerFile { get; init; } = DefaultMaxElementsPerFile;

    /// <summary>Statement entries, status lines or CSV rows of the whole file.</summary>
    public int MaxEntriesPerFile { get; init; } = DefaultMaxEntriesPerFile;

    /// <summary>Statements, messages and answers about batches of the whole file, together.</summary>
    public int MaxHeadingsPerFile { get; init; } = DefaultMaxHeadingsPerFile;

    /// <summary>Transaction details of one statement entry.</summary>
    public int MaxDetailsPerEntry { get; init; } = DefaultMaxDetailsPerEntry;

    /// <summary>Findings reported before the reader gives up.</summary>
    public int MaxFindings { get; init; } = DefaultMaxFindings;
}
