namespace PaymentHub.BankFormats.Pain001;

/// <summary>The versions of pain.001 that banks here take. All are written from one model.</summary>
public enum Pain001Version
{
    /// <summary>pain.001.001.03 (2009): the execution day is a plain date, banks are named by <c>BIC</c>.</summary>
    V03,

    /// <summary>pain.001.001.09 (2019): the execution day may be a time, banks are named by <c>BICFI</c>.</summary>
    V09,

    /// <summary>pain.001.001.11 (2021): as .09 in everything that a welfare payment uses.</summary>
    V11,

    /// <summary>pain.001.001.12 (2023): as .11 in everything that a welfare payment uses.</summary>
    V12,
}

/// <summary>How a version is named.</summary>
public static class Pain001Versions
{
    private const string NamespaceStart = "urn:iso:std:iso:20022:tech:xsd:";

    /// <summary>
    /// The message name, such as <c>pain.001.001.09</c>: what a status report names as the original message.
    /// </summary>
    public static string MessageName(this Pain001Version version) => version switch
    {
        Pain001Version.V03 => "pain.001.001.03",
        Pain001Version.V09 => "pain.001.001.09",
        Pain001Version.V11 => "pain.001.001.11",
        Pain001Version.V12 => "pain.001.001.12",
        _ => throw new ArgumentOutOfRangeException(nameof(version), version, "Not a version of pain.001."),
    };

    /// <summary>The XML namespace of the message.</summary>
    public static string Namespace(this Pain001Version version) => NamespaceStart + version.MessageName();

    /// <summary>Finds the version by its message name; null where it is none that can be written.</summary>
    public static Pain001Version? Find(string messageName)
    {
        foreach (var version in Enum.GetValues<Pain001Version>())
        {
            if (version.MessageName() == messageName) return version;
        }

        return null;
    }
}
