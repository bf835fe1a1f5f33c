/** The five vectors of UserSigs: what is signed, and what must be found inside. */

export interface Vector {
  readonly name: string
  readonly sdkAppId: number
  readonly secretKey: string
  readonly identifier: string
  readonly time: number
  readonly expire: number
  readonly userbufHex: string | undefined
  readonly document: Readonly<Record<string, unknown>>
  readonly userSig: string
  readonly validUntil: number
}

export const vectors: ReadonlyArray<Vector> = [
  {
    name: "admin-1-day",
    sdkAppId: 1400000000,
    secretKey: "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e",
    identifier: "administrator",
    time: 1700000000,
    expire: 86400,
    userbufHex: undefined,
    document: {
      "TLS.ver": "2.0",
      "TLS.identifier": "administrator",
      "TLS.sdkappid": 1400000000,
      "TLS.time": 1700000000,
      "TLS.expire": 86400,
      "TLS.sig": "yLAe+w7WUeUuqbV9h/TX78u21oTGi+i9Zp1u3PpnY60="
    },
    userSig: "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwokpuZl5mcUlRYkl*UVQBcUp2YkFBZkpSlaGJgZQAJEpycxNBY" +
      "qao4qmVhRkFgHFLcxMYELFmelAwyt9HFO1y83DQ1NDSwuTwiwz9EMizC1KjQzzQ9wztTMtowoMS40DCvIizQxslWoB" +
      "rRIzkg__",
    validUntil: 1700086400
  },
  {
    name: "user-180-days",
    sdkAppId: 1400000000,
    secretKey: "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e",
    identifier: "user_001-a",
    time: 1700000000,
    expire: 15552000,
    userbufHex: undefined,
    document: {
      "TLS.ver": "2.0",
      "TLS.identifier": "user_001-a",
      "TLS.sdkappid": 1400000000,
      "TLS.time": 1700000000,
      "TLS.expire": 15552000,
      "TLS.sig": "CnJcq9dpBrJsx4QUic+CxeAYin3OLCPej4s96fwiHZ4="
    },
    userSig: "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwqXFqUXxBgaGuolQ2eKU7MSCgswUJStDEwMogMiUZOamAkXNUU" +
      "VTKwoyi0DipqamRnDR4sx0oOHOeV7JhZYpBU5FXsUVJoGhmcnazhWpjpGZecb*Ps4BqVkmxZZmaeWZHlEmtkq1AO*d" +
      "Mow_",
    validUntil: 1715552000
  },
  {
    name: "robot-id",
    sdkAppId: 20000001,
    secretKey: "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
    identifier: "@RBT#001",
    time: 1700000001,
    expire: 604800,
    userbufHex: undefined,
    document: {
      "TLS.ver": "2.0",
      "TLS.identifier": "@RBT#001",
      "TLS.sdkappid": 20000001,
      "TLS.time": 1700000001,
      "TLS.expire": 604800,
      "TLS.sig": "spIy4AmWTl7W1D55Wq6ybhYhY4nka4Fj5wgC2BEf0Fo="
    },
    userSig: "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwg5BTiHKBgaGULnilOzEgoLMFCUrIwMwMISIl2TmpipZGZoboI" +
      "imVhRkFgHFzQxMLAwMoCZkpgONLS7wrDRxzA0PyTEPN3QxNQ0vNKtMyojMiDTJy040ccsyLU93NnJyTTNwy7dVqgUA" +
      "cuAv8w__",
    validUntil: 1700604801
  },
  {
    name: "userbuf-numeric-room",
    sdkAppId: 1400000000,
    secretKey: "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e",
    identifier: "administrator",
    time: 1700000000,
    expire: 3600,
    userbufHex: "00000d61646d696e6973747261746f7253724e00000027106553ff10000000ff00000000",
    document: {
      "TLS.ver": "2.0",
      "TLS.identifier": "administrator",
      "TLS.sdkappid": 1400000000,
      "TLS.time": 1700000000,
      "TLS.expire": 3600,
      "TLS.userbuf": "AAANYWRtaW5pc3RyYXRvclNyTgAAACcQZVP/EAAAAP8AAAAA",
      "TLS.sig": "llQSqjGBpqvpbpDu6ooGUzZvm4gU4/a3ydZz0GHw5g8="
    },
    userSig: "eJxVjkkPgjAQhf9LzwZRFomJh7oED8YoiAi3SisZZamloGj879bt4BxeZr43bzJ3tFn4WsMEGqK*pqPOewbKCgkHeG" +
      "NCcyigkoLIUnwXKnoinANFw56pf*vjSMiZooN-yq4chOKG-SN1xcS*Pqj7GONlFHqShBZPDK*Ndl6TZMt2kypnkqzj" +
      "7ao7Uy1eOS-FvxcgVeEsW-vnozvm54bv*bS2y9INbnGTm2lgdonR0vimu-OLlToj9HgCYE9I0g__",
    validUntil: 1700003600
  },
  {
    name: "userbuf-string-room",
    sdkAppId: 1400000000,
    secretKey: "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
    identifier: "user_001-a",
    time: 1700000000,
    expire: 3600,
    userbufHex: "01000a757365725f3030312d6153724e00000000006553ff100000002a000000000006726f6f6d2d31",
    document: {
      "TLS.ver": "2.0",
      "TLS.identifier": "user_001-a",
      "TLS.sdkappid": 1400000000,
      "TLS.time": 1700000000,
      "TLS.expire": 3600,
      "TLS.userbuf": "AQAKdXNlcl8wMDEtYVNyTgAAAAAAZVP/EAAAACoAAAAAAAZyb29tLTE=",
      "TLS.sig": "aRONFBtGh9ocTtIrxkiqu9D8Ss27LLUxFXd2HykoOMU="
    },
    userSig: "eJyrVgrxCdYrSy1SslIy0jNQ0gHzM1NS80oy0zLBwqXFqUXxBgaGuolQ2eKU7MSCgswUJStDEwMogMiUZOamAkXNUU" +
      "VTKwoyi4DixmYwEZCRSaVpQMMdAx29UyL8cpJzLMp9XVxLIsP8KkPSHcEgKixA3xXEcM53hIpUJhlZlviEuNrCnJKZ" +
      "DjQkMcjfz82pxD3DMj85pMSzqCI7s7DU0sUiuNjI3McntMItIsXIozI739831FapFgCAO0hD",
    validUntil: 1700003600
  }
]
