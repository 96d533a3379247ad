using PaymentHub.BankFormats.Pain001;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>
/// What one institution wants of the files that it gets from us. Data, not code: read by
/// <see cref="OutgoingProfileReader"/> from the section <c>outgoing</c> of a bank profile.
/// </summary>
public sealed record OutgoingProfile
{
    /// <summary>Code of the institution, such as AGRI.</summary>
    public required string Code { get; init; }

    /// <summary>The version of pain.001 that is sent; null where <see cref="List"/> is sent in its place.</summary>
    public Pain001Version? Version { get; init; }

    /// <summary>Name of a pain.001 file: fixed text with <c>{messageId}</c> and <c>{date}</c>.</summary>
    public required string FileName { get; init; }

    /// <summary>How much one file may hold.</summary>
    public required FileLimits Limits { get; init; }

    /// <summary>How names of people and account holders are written.</summary>
    public required TextRule Names { get; init; }

    /// <summary>What the payee reads on the statement.</summary>
    public required RemittanceRule Remittance { get; init; }

    /// <summary>True: the payee's bank is named by its BIC where it has one; false: by its NAPAS number.</summary>
    public bool AgentsByBic { get; init; }

    /// <summary>ISO purpose code of payments to people; null writes none.</summary>
    public string? BenefitPurpose { get; init; }

    /// <summary>ISO purpose code of payments to a fund or an organisation; null writes none.</summary>
    public string? FundPurpose { get; init; }

    /// <summary>The institution's own pay list; null where it takes pain.001 only.</summary>
    public ListLayout? List { get; init; }

    /// <summary>Name of the format that is sent: <c>pain.001.001.09</c>, <c>csv</c>, <c>xlsx</c> or
    /// <c>fixed-width</c>.</summary>
    public string FormatName => Version?.MessageName() ?? List!.Kind switch
    {
        ListKind.Csv => "csv",
        ListKind.Xlsx => "xlsx",
        _ => "fixed-width",
    };
}

/// <summary>The bank's limits on one file; null does not limit.</summary>
/// <param name="TransactionsPerFile">Payments in one file.</param>
/// <param name="TransactionsPerBatch">Payments in one <c>PmtInf</c>.</param>
/// <param name="SumPerFile">Đồng in one file.</param>
/// <param name="BytesPerFile">Bytes of one file.</param>
public sealed record FileLimits(
    int? TransactionsPerFile = null, int? TransactionsPerBatch = null, long? SumPerFile = null,
    long? BytesPerFile = null);

/// <summary>Where a bank looks for the text that goes with a payment.</summary>
public enum RemittanceForm
{
    /// <summary>Nowhere: none is written.</summary>
    None,

    /// <summary>As a text (<c>Ustrd</c>).</summary>
    Unstructured,

    /// <summary>As a creditor reference that is the end-to-end id (<c>Strd/CdtrRefInf</c>).</summary>
    Structured,

    /// <summary>As both.</summary>
    Both,
}

/// <summary>The text of a payment.</summary>
/// <param name="Form">Where it stands in pain.001; a list takes the text in any case.</param>
/// <param name="Text">Fixed words with <c>{endToEndId}</c>, <c>{month}</c>, <c>{year}</c>.</param>
/// <param name="Advance">The same for an advance, with <c>{coveredMessageId}</c>.</param>
/// <param name="Rule">Letters and length.</param>
public sealed record RemittanceRule(RemittanceForm Form, string Text, string Advance, TextRule Rule);

/// <summary>The kind of a pay list.</summary>
public enum ListKind
{
    /// <summary>Separated values.</summary>
    Csv,

    /// <summary>A workbook of one sheet.</summary>
    Xlsx,

    /// <summary>Lines of columns at fixed places.</summary>
    FixedWidth,
}

/// <summary>How the letters of a list are encoded.</summary>
public enum ListEncoding
{
    /// <summary>UTF-8 without byte order mark.</summary>
    Utf8,

    /// <summary>UTF-8 with byte order mark, which spreadsheets need.</summary>
    Utf8Mark,

    /// <summary>ASCII; needs texts without marks.</summary>
    Ascii,
}

/// <summary>A pay list of an institution's own.</summary>
public sealed record ListLayout
{
    public required ListKind Kind { get; init; }

    /// <summary>Name of a file: fixed text with <c>{messageId}</c> and <c>{date}</c>.</summary>
    public required string FileName { get; init; }

    public ListEncoding Encoding { get; init; }

    /// <summary>Line end of text lists: LF, or CR LF.</summary>
    public string LineEnd { get; init; } = "\r\n";

    /// <summary>Separator of a CSV list.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>True: every field of a CSV list is in quotes; false: only where it must be.</summary>
    public bool QuotesAlways { get; init; }

    /// <summary>Name of the workbook's sheet.</summary>
    public string Sheet { get; init; } = "Sheet1";

    /// <summary>True: the titles of <see cref="Columns"/> stand before the payments.</summary>
    public bool HasTitles { get; init; }

    /// <summary>Rows before the titles.</summary>
    public IReadOnlyList<IReadOnlyList<ListCell>> Before { get; init; } = [];

    /// <summary>The cells of one payment.</summary>
    public required IReadOnlyList<ListCell> Columns { get; init; }

    /// <summary>Rows after the payments.</summary>
    public IReadOnlyList<IReadOnlyList<ListCell>> After { get; init; } = [];
}

/// <summary>What stands in a cell.</summary>
public enum ListField
{
    /// <summary>The cell's fixed text.</summary>
    Text,

    /// <summary>Number of the payment in the list, from 1.</summary>
    Number,
    EndToEndId,
    Amount,
    Account,
    Holder,
    BankBin,
    BankBic,
    BankName,
    Remittance,
    Purpose,
    PersonName,
    BirthYear,
    Dossier,
    Commune,
    Payee,
    ValueDate,
    DebtorName,
    DebtorAccount,
    MessageId,
    BatchId,
    CreatedDate,

    /// <summary>How many payments the list has.</summary>
    Count,

    /// <summary>Their sum in đồng.</summary>
    Sum,
}

/// <summary>One cell of a list.</summary>
/// <param name="Field">What stands in it.</param>
/// <param name="Title">Title of its column.</param>
/// <param name="Text">Fixed text of a <see cref="ListField.Text"/> cell.</param>
/// <param name="Width">Characters of a fixed-width cell; in other lists the longest text, where given.</param>
/// <param name="Right">True: at the right of its width.</param>
/// <param name="Fill">What fills the width.</param>
/// <param name="DateFormat">Pattern of a date, such as dd/MM/yyyy.</param>
public sealed record ListCell(
    ListField Field, string Title = "", string Text = "", int? Width = null, bool Right = false, char Fill = ' ',
    string DateFormat = "dd/MM/yyyy");
