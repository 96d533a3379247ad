using System.Globalization;
using System.Xml.Linq;
using PaymentHub.Seeds.Bank;

namespace PaymentHub.Seeds.Tests.Bank;

/// <summary>An entry as a reader of the statement sees it.</summary>
internal sealed record SeenEntry(
    string Reference, long Signed, string? EndToEndId, string? PaymentInformationId, string? Account,
    string? ReturnCode, string Text, bool HasDetails);

/// <summary>A statement as its reader sees it.</summary>
internal sealed record SeenStatement(
    string Account, string Id, int Sequence, long Opening, long Closing,
    IReadOnlyList<SeenEntry> Entries, XElement Summary)
{
    private static readonly XNamespace Ns = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

    public static SeenStatement Read(BankFile file)
    {
        var statement = XDocument.Load(new MemoryStream(file.ToArray())).Descendants(Ns + "Stmt").Single();
        return new SeenStatement(
            At(statement, "Acct", "Id", "Othr", "Id")!.Value, statement.Element(Ns + "Id")!.Value,
            (int)statement.Element(Ns + "ElctrncSeqNb")!, Balance(statement, "OPBD"), Balance(statement, "CLBD"),
            statement.Elements(Ns + "Ntry").Select(Entry).ToList(), statement.Element(Ns + "TxsSummry")!);
    }

    public long SummaryOf(string total, string part) =>
        long.Parse(At(Summary, total, part)!.Value, CultureInfo.InvariantCulture);

    private static SeenEntry Entry(XElement entry)
    {
        var details = At(entry, "NtryDtls", "TxDtls");
        return new SeenEntry(
            entry.Element(Ns + "AcctSvcrRef")!.Value, Signed(entry), At(details, "Refs", "EndToEndId")?.Value,
            At(entry, "NtryDtls", "Btch", "PmtInfId")?.Value,
            At(details, "RltdPties", "CdtrAcct", "Id", "Othr", "Id")?.Value,
            At(details, "RtrInf", "Rsn", "Cd")?.Value,
            At(details, "RmtInf", "Ustrd")?.Value ?? "", details is not null);
    }

    private static long Balance(XElement statement, string code) =>
        Signed(statement.Elements(Ns + "Bal").Single(b => At(b, "Tp", "CdOrPrtry", "Cd")!.Value == code));

    private static long Signed(XElement element) =>
        long.Parse(element.Element(Ns + "Amt")!.Value, CultureInfo.InvariantCulture)
        * (element.Element(Ns + "CdtDbtInd")!.Value == "CRDT" ? 1 : -1);

    private static XElement? At(XElement? element, params string[] names) =>
        names.Aggregate(element, (at, name) => at?.Element(Ns + name));
}
