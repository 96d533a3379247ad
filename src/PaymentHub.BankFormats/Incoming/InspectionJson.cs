using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// The published form of an inspection: one JSON object on one line, with exactly the members that banks' own tests
/// read.
/// </summary>
public static class InspectionJson
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line, without its end. <paramref name="file"/> is the name as the caller knows it.</summary>
    public static string Line(string file, Inspection found)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, OneLine))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteString("format", found.Format);
            json.WriteString("verdict", VerdictOf(found.Outcome));
            json.WriteStartArray("reasons");
            foreach (var reason in found.Outcome.Reasons) json.WriteStringValue(reason);
            json.WriteEndArray();
            json.WriteNumber("statements", found.Statements);
            json.WriteNumber("entries", found.Entries);
            json.WriteNumber("txDetails", found.TransactionDetails);
            json.WriteString("creditSum", found.CreditSum.ToString());
            json.WriteString("debitSum", found.DebitSum.ToString());
            json.WriteNumber("rawMarkers", found.RawMarkers);
            WriteAccounts(json, found.Accounts);
            WriteFindings(json, found.Outcome.Findings);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>ACCEPT, HOLD or REJECT.</summary>
    public static string VerdictOf(FileOutcome outcome) =>
        outcome.Verdict.ToString().ToUpper(CultureInfo.InvariantCulture);

    private static void WriteAccounts(Utf8JsonWriter json, IReadOnlyList<InspectedAccount> accounts)
    {
        json.WriteStartArray("accounts");
        foreach (var account in accounts)
        {
            json.WriteStartObject();
            json.WriteString("account", account.Account);
            json.WriteString("statementId", account.StatementId);
            json.WriteString("sequence", account.Sequence);
            json.WriteString("opening", account.Opening);
            json.WriteString("closing", account.Closing);
            json.WriteString("currency", account.Currency);
            json.WriteNumber("entries", account.Entries);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFindings(Utf8JsonWriter json, IReadOnlyList<FileFinding> findings)
    {
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteNumber("line", finding.Line);
            json.WriteString("where", finding.Where);
            json.WriteString("rule", finding.Rule);
            json.WriteString("text", $"{finding.TextVi} / {finding.TextEn}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
