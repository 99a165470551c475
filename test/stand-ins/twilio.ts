export * from '../../src/stand-ins/twilio';
