namespace PaymentHub.BankFormats;

/// <summary>
/// What a file may do to the ledger, from harmless to worst: a file's verdict is the worst effect of its findings.
/// </summary>
public enum Verdict
{
    /// <summary>Chấp nhận: nothing found that stands in the way; the staged content may be booked.</summary>
    Accept,

    /// <summary>Tạm giữ: readable to its end, but a person decides before anything of it is booked.</summary>
    Hold,

    /// <summary>Từ chối: nothing of the file may be used; only the refusal is recorded.</summary>
    Reject,
}

/// <summary>The closed list of reasons a file is held or refused for. Stable: stored, shown and part of the
/// API.</summary>
public static class FileReason
{
    /// <summary>Opening balance plus signed entries is not the closing balance, or a balance is missing.</summary>
    public const string Balance = "BALANCE";

    /// <summary>Not well-formed, or a required element is missing, misplaced, too long or contradictory.</summary>
    public const string Schema = "SCHEMA";

    /// <summary>A whole statement or report is kept in a currency that this ledger does not keep.</summary>
    public const string Currency = "CURRENCY";

    /// <summary>The message holds no statement.</summary>
    public const string NoStatement = "NO_STATEMENT";

    /// <summary>A statement names no account.</summary>
    public const string NoAccount = "NO_ACCOUNT";

    /// <summary>The file ends before its last element or total row.</summary>
    public const string Truncated = "TRUNCATED";

    /// <summary>The file carries a document type declaration, the door to entity attacks.</summary>
    public const string DtdForbidden = "DTD_FORBIDDEN";

    /// <summary>A hard limit of <see cref="ReadLimits"/> is exceeded.</summary>
    public const string LimitExceeded = "LIMIT_EXCEEDED";

    /// <summary>An amount that is not plain digits of whole đồng.</summary>
    public const string BadAmount = "BAD_AMOUNT";

    /// <summary>A currency other than the account's, or none.</summary>
    public const string BadCurrency = "BAD_CURRENCY";

    /// <summary>The debit or credit mark is missing or unknown.</summary>
    public const string BadSign = "BAD_SIGN";

    /// <summary>A date that does not exist or is not written as the format demands.</summary>
    public const string BadDate = "BAD_DATE";

    /// <summary>Not UTF-8, labelled otherwise, control characters, or text mangled by an earlier conversion.</summary>
    public const string BadEncoding = "BAD_ENCODING";

    /// <summary>A declared count or sum differs from what the file contains.</summary>
    public const string ControlMismatch = "CONTROL_MISMATCH";

    /// <summary>Another kind or version of file than the reader knows; the finding names what came.</summary>
    public const string UnsupportedType = "UNSUPPORTED_TYPE";

    /// <summary>What a file that is cut off cannot but lack.</summary>
    internal static readonly string[] FollowsFromCut = [Balance, ControlMismatch, NoStatement, NoAccount];
}

/// <summary>Rules of mere notes, which neither hold nor refuse a file under any profile.</summary>
public static class FileNote
{
    /// <summary>The product has no schema of this message or version, so its form was not compared with one.</summary>
    public const string SchemaUnchecked = "SCHEMA_UNCHECKED";
}

/// <summary>
/// One thing found in a file, for the officer who must act on it and the bank that must mend it.
/// </summary>
/// <param name="Line">Line of the file, from 1; 0 where it concerns the file as a whole.</param>
/// <param name="Where">Element path or column, such as <c>Stmt[1]/Ntry[23]/Amt</c>.</param>
/// <param name="Rule">One of <see cref="FileReason"/> or <see cref="FileNote"/>.</param>
/// <param name="TextVi">What is wrong, in Vietnamese.</param>
/// <param name="TextEn">The same in English.</param>
/// <param name="Effect">What the finding alone does to the file; <see cref="Verdict.Accept"/> is a remark.</param>
public sealed record FileFinding(
    int Line, string Where, string Rule, string TextVi, string TextEn, Verdict Effect = Verdict.Reject);

/// <summary>
/// The judgement over one file, given only after its last byte.
/// </summary>
/// <param name="Verdict">The worst effect of the findings.</param>
/// <param name="Reasons">The distinct rules of the findings that hold or refuse the file, worst first.</param>
/// <param name="Findings">Everything found, in reading order, at most <see cref="ReadLimits.MaxFindings"/> and
/// two: that a limit was reached, and how many are not listed.</param>
/// <param name="Sha256">SHA-256 of all bytes in lower-case hexadecimal; null where the file is longer than the
/// limit.</param>
/// <param name="Bytes">How many bytes were read.</param>
public sealed record FileOutcome(
    Verdict Verdict, IReadOnlyList<string> Reasons, IReadOnlyList<FileFinding> Findings, string? Sha256, long Bytes);
